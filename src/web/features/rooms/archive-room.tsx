import { useState } from 'react'
import { useChatState, useClient } from '../../app/chat.tsx'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { showToast } from '../toasts/toasts.ts'

export function ArchiveRoom({ room: id, onClose }: { room: string; onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const room = useChatState((chat) => chat.rooms.get(id)?.room)
  const [problem, setProblem] = useState<string | null>(null)
  if (room === undefined) return null
  const archive = async () => {
    try {
      await client.request('room_archive', { room: id, on: true })
      onClose()
      showToast(text.roomSettings.archived(room.name))
    } catch (error) {
      setProblem(errorText(text, error))
    }
  }
  return (
    <Dialog title={text.roomSettings.archiveTitle(room.name)} onClose={onClose} role="alertdialog">
      <p>{text.roomSettings.archiveLead}</p>
      <FormNotice problem={problem} />
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {text.roomSettings.archiveKeep}
        </Button>
        {/* A refusal is shown above. */}
        <Button look="danger" onClick={() => void archive()}>
          {text.roomSettings.archive}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
