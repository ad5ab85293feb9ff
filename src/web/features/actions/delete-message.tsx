import { useState } from 'react'
import type { MessageView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { showToast } from '../toasts/toasts.ts'

/** It goes for everyone, so it is asked about. */
export function DeleteMessage({ message, onClose }: { message: MessageView; onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const remove = async () => {
    setBusy(true)
    try {
      await client.request('message_delete', { message_id: message.message_id })
      onClose()
      showToast(text.actions.deleted)
    } catch (error) {
      setBusy(false)
      setProblem(errorText(text, error))
    }
  }
  return (
    <Dialog title={text.actions.deleteTitle} onClose={onClose} role="alertdialog">
      <p>
        {text.actions.deleteLead(message.images.length)} {text.actions.deleteBackups}
      </p>
      <FormNotice problem={problem} />
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {text.actions.deleteKeep}
        </Button>
        {/* A refusal is shown above. */}
        <Button look="danger" disabled={isBusy} onClick={() => void remove()}>
          {text.actions.deleteAction}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
