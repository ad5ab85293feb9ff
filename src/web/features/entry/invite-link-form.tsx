import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { useForm } from '../../controls/use-form.ts'
import { useText } from '../../i18n/language.tsx'
import styles from './entry.module.css'
import { type Invitation, readInvitation } from './invitation.ts'

/** For who got the link as text, on another device perhaps. */
export function InviteLinkForm({ onRead }: { onRead: (invitation: Invitation) => void }) {
  const text = useText()
  const [link, setLink] = useState('')
  const { form, problems, onSubmit } = useForm({
    check: () => ({ link: readInvitation(link) === null ? text.entry.inviteUnreadable : null }),
    submit: async () => {
      const invitation = readInvitation(link)
      if (invitation !== null) onRead(invitation)
    },
    fieldOf: () => 'link',
  })
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <TextField
        label={text.entry.inviteField}
        hint={text.entry.inviteHint}
        value={link}
        onChange={setLink}
        error={problems.link}
        spellCheck={false}
        autoCapitalize="none"
      />
      <Button type="submit" look="primary" isLarge>
        {text.entry.inviteContinue}
      </Button>
    </form>
  )
}
