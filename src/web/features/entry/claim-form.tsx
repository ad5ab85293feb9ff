import { useState } from 'react'
import { ChatError } from '../../../client/errors.ts'
import { limits } from '../../../protocol/limits.ts'
import { useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { nameProblem, newPasswordProblem, usernameProblem } from './account-fields.ts'
import styles from './entry.module.css'
import { FormNotice } from './form-notice.tsx'
import { PasswordField } from './password-field.tsx'
import { fieldOfRefusal } from './refusal.ts'
import { UsernameField } from './username-field.tsx'

/** The first account: whoever holds the one-time link owns the place, and names it. */
export function ClaimForm({ claim }: { claim: string }) {
  const text = useText()
  const client = useClient()
  const [place, setPlace] = useState('')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const { form, problems, isBusy, onSubmit } = useForm<'place' | 'username' | 'password' | 'claim' | 'form'>({
    check: () => ({
      place: nameProblem(text, place.trim(), limits.maxDisplayNameCharacters),
      username: usernameProblem(text, username),
      password: newPasswordProblem(text, password),
    }),
    submit: () => client.register({ username, password, place_name: place.trim(), invite: claim }),
    fieldOf: (error) => (isStale(error) ? 'claim' : fieldOfRefusal(error)),
  })
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <TextField
        label={text.entry.placeName}
        name="place"
        placeholder={text.entry.placeHint}
        value={place}
        onChange={setPlace}
        error={problems.place}
      />
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
      <FormNotice problem={problems.claim === undefined ? problems.form : text.entry.claimStale} />
      <Button type="submit" look="primary" isLarge disabled={isBusy}>
        {text.entry.claimAction(place.trim())}
      </Button>
    </form>
  )
}

function isStale(error: unknown): boolean {
  return error instanceof ChatError && (error.code === 'invite_invalid' || error.code === 'invite_required')
}
