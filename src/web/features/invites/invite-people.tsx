import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useClient } from '../../app/chat.tsx'
import { copyText } from '../../app/clipboard.ts'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { TextField } from '../../controls/text-field.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'

const lifetimeMs = 7 * 86_400_000

/** One link, for one person, for a week. */
export function InvitePeople({ onClose }: { onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const [link, setLink] = useState<string | null>(null)
  const [isCopied, setCopied] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)

  const make = async () => {
    setBusy(true)
    try {
      const { secret } = await client.request('invite_create', { expires_in_ms: lifetimeMs, max_uses: 1 })
      setLink(`${location.origin}/#invite=${secret}`)
    } catch (error) {
      setProblem(errorText(text, error))
    } finally {
      setBusy(false)
    }
  }
  const copy = async () => {
    if (link === null) return
    if (await copyText(link)) setCopied(true)
    else setProblem(text.place.copyRefused)
  }
  return (
    <Dialog title={text.invites.title} onClose={onClose}>
      <p>{link === null ? text.invites.lead : text.invites.shownOnce}</p>
      <FormNotice problem={problem} />
      {link === null ? (
        <DialogActions>
          <Button look="quiet" onClick={onClose}>
            {text.place.cancel}
          </Button>
          {/* A refusal is shown above. */}
          <Button look="primary" disabled={isBusy} onClick={() => void make()}>
            {text.invites.make}
          </Button>
        </DialogActions>
      ) : (
        <>
          <TextField
            label={text.invites.link}
            value={link}
            onChange={() => undefined}
            readOnly
            onFocus={(event) => event.target.select()}
          />
          <DialogActions>
            <Button look="quiet" onClick={onClose}>
              {text.invites.done}
            </Button>
            {/* How it went shows in the dialog. */}
            <Button look="primary" autoFocus onClick={() => void copy()}>
              {isCopied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
              {isCopied ? text.invites.copied : text.invites.copy}
            </Button>
          </DialogActions>
        </>
      )}
    </Dialog>
  )
}
