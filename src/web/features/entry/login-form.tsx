import { useState } from 'react'
import { useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { passwordProblem } from './account-fields.ts'
import styles from './entry.module.css'
import { FormNotice } from './form-notice.tsx'
import { PasswordField } from './password-field.tsx'
import { fieldOfRefusal } from './refusal.ts'
import { UsernameField } from './username-field.tsx'

export function LoginForm() {
  const text = useText()
  const client = useClient()
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const { form, problems, isBusy, onSubmit } = useForm<'username' | 'password' | 'form'>({
    check: () => ({
      username: username.trim() === '' ? text.entry.fieldEmpty : null,
      password: passwordProblem(text, password),
    }),
    submit: () => client.login({ username: username.trim(), password }),
    fieldOf: fieldOfRefusal,
  })
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <UsernameField value={username} onChange={setUsername} error={problems.username} />
      <PasswordField value={password} onChange={setPassword} error={problems.password} />
      <FormNotice problem={problems.form} />
      <Button type="submit" look="primary" isLarge disabled={isBusy}>
        {text.entry.loginAction}
      </Button>
      <details className={styles.forgot}>
        <summary>{text.entry.forgot}</summary>
        <p>
          {text.entry.forgotHow}
          <code>chat-stack user passwd {username.trim() || '…'}</code>
        </p>
      </details>
    </form>
  )
}
