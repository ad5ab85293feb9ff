import { useState } from 'react'
import { limits } from '../../../protocol/limits.ts'
import { useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { newPasswordProblem, usernameProblem } from './account-fields.ts'
import styles from './entry.module.css'
import { FormNotice } from './form-notice.tsx'
import { PasswordField } from './password-field.tsx'
import { fieldOfRefusal } from './refusal.ts'
import { UsernameField } from './username-field.tsx'

/** A new account: by invite, or where anyone may come in. */
export function JoinForm({ invite }: { invite: string | null }) {
  const text = useText()
  const client = useClient()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const { form, problems, isBusy, onSubmit } = useForm<'username' | 'password' | 'form'>({
    check: () => ({
      username: usernameProblem(text, username),
      password: newPasswordProblem(text, password),
    }),
    submit: () => client.register({ username, password, ...(invite === null ? {} : { invite }) }),
    fieldOf: fieldOfRefusal,
  })
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <UsernameField
        value={username}
        onChange={setUsername}
        hint={text.entry.usernameHint}
        error={problems.username}
      />
      <PasswordField
        isNew
        value={password}
        onChange={setPassword}
        hint={text.entry.passwordHint(limits.minPasswordCharacters)}
        error={problems.password}
      />
      <FormNotice problem={problems.form} />
      <Button type="submit" look="primary" isLarge disabled={isBusy}>
        {text.entry.joinAction}
      </Button>
    </form>
  )
}
