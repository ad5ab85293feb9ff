import { useState } from 'react'
import { useChatState, useClient } from '../../app/chat.tsx'
import { replaceRoute } from '../../app/route.ts'
import { Button } from '../../controls/button.tsx'
import { Dialog, DialogActions } from '../../controls/dialog.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { FormNotice } from '../entry/form-notice.tsx'
import { showToast } from '../toasts/toasts.ts'

export function LeaveRoom({ room: id, onClose }: { room: string; onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const state = useChatState((chat) => chat.rooms.get(id))
  const [problem, setProblem] = useState<string | null>(null)
  if (state === undefined) return null
  const { name, kind } = state.room
  const leave = async () => {
    try {
      await client.request('room_leave', { room: id })
      onClose()
      replaceRoute({ room: null, over: null })
      showToast(text.conversation.left(name))
    } catch (error) {
      setProblem(errorText(text, error))
    }
  }
  return (
    <Dialog title={text.conversation.leaveTitle(name)} onClose={onClose} role="alertdialog">
      <p>{kind === 'private' ? text.conversation.leavePrivate : text.conversation.leaveOpen}</p>
      <FormNotice problem={problem} />
      <DialogActions>
        <Button autoFocus onClick={onClose}>
          {text.conversation.leaveStay}
        </Button>
        {/* A refusal is shown above. */}
        <Button look="danger" onClick={() => void leave()}>
          {text.conversation.leave}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
