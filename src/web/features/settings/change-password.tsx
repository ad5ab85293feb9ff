import { useState } from 'react'
import { ChatError } from '../../../client/errors.ts'
import { limits } from '../../../protocol/limits.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { newPasswordProblem, passwordProblem } from '../entry/account-fields.ts'
import { FormNotice } from '../entry/form-notice.tsx'
import { PasswordField } from '../entry/password-field.tsx'
import { showToast } from '../toasts/toasts.ts'
import styles from './settings.module.css'

/** A form of its own, with the username in it, so that password managers know what they are asked to keep. */
export function ChangePassword({ onClose }: { onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const account = useAccount()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const { form, problems, isBusy, onSubmit } = useForm<'current' | 'new' | 'form'>({
    check: () => ({ current: passwordProblem(text, current), new: newPasswordProblem(text, next) }),
    submit: async () => {
      await client.request('password_change', { current, new: next })
      onClose()
      showToast(text.account.passwordChanged)
    },
    fieldOf: (error) => (isWrong(error) ? 'current' : 'form'),
  })
  // At log-in the same refusal speaks of the username too.
  const isRefused = problems.current === text.errors.invalid_credentials
  return (
    <Dialog title={text.account.passwordTitle} onClose={onClose}>
      <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
        <p>{text.account.passwordLead}</p>
        <input type="text" name="username" autoComplete="username" value={account.username} readOnly hidden />
        <PasswordField
          label={text.account.currentPassword}
          name="current-password"
          value={current}
          onChange={setCurrent}
          error={isRefused ? text.account.wrongPassword : problems.current}
        />
        <PasswordField
          isNew
          label={text.account.newPassword}
          name="new-password"
          value={next}
          onChange={setNext}
          hint={text.entry.passwordHint(limits.minPasswordCharacters)}
          error={problems.new}
        />
        <FormNotice problem={problems.form} />
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {text.place.cancel}
          </Button>
          <Button type="submit" look="primary" disabled={isBusy}>
            {text.account.passwordAction}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}

function isWrong(error: unknown): boolean {
  return error instanceof ChatError && error.code === 'invalid_credentials'
}
