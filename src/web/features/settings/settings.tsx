import { useState } from 'react'
import { limits } from '../../../protocol/limits.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../controls/button.tsx'
import { Choice } from '../../controls/choice.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import { nameProblem } from '../entry/account-fields.ts'
import { showToast } from '../toasts/toasts.ts'
import { LanguageChoice } from './language-choice.tsx'
import { setPreferences, usePreferences } from './preferences.ts'
import styles from './settings.module.css'

export function Settings({ onClose }: { onClose: () => void }) {
  const text = useText()
  const account = useAccount()
  const theme = usePreferences((preferences) => preferences.theme)
  return (
    <Dialog title={text.settings.title} onClose={onClose} hasCross>
      <NameForm name={account.display_name} />
      <Choice
        label={text.settings.theme}
        chosen={theme}
        onChoose={(value) => setPreferences({ theme: value })}
        options={[
          { value: 'auto', label: text.settings.themes.auto },
          { value: 'light', label: text.settings.themes.light },
          { value: 'dark', label: text.settings.themes.dark },
        ]}
      />
      <LanguageChoice />
      <div className={styles.account}>
        <p>{text.settings.account(account.username)}</p>
        <Button onClick={() => openDialog({ name: 'change-password' })}>{text.account.password}</Button>
        <Button onClick={() => openDialog({ name: 'devices' })}>{text.account.devices}</Button>
        <Button onClick={() => openDialog({ name: 'log-out' })}>{text.settings.logout}</Button>
      </div>
    </Dialog>
  )
}

function NameForm({ name: before }: { name: string }) {
  const text = useText()
  const client = useClient()
  const [name, setName] = useState(before)
  const { form, problems, isBusy, onSubmit } = useForm<'name'>({
    check: () => ({ name: nameProblem(text, name.trim(), limits.maxDisplayNameCharacters) }),
    submit: async () => {
      await client.request('profile_update', { display_name: name.trim() })
      showToast(text.settings.saved)
    },
    fieldOf: () => 'name',
  })
  const isChanged = name.trim() !== before
  return (
    <form ref={form} onSubmit={onSubmit} noValidate>
      <TextField
        label={text.settings.displayName}
        hint={text.settings.displayNameHint}
        value={name}
        onChange={setName}
        error={problems.name}
        autoComplete="name"
        after={
          isChanged && (
            <Button type="submit" look="quiet" disabled={isBusy}>
              {text.settings.save}
            </Button>
          )
        }
      />
    </form>
  )
}
