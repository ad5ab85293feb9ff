import { useState } from 'react'
import type { NotifyLevel as Level } from '../../../protocol/values.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { Choice } from '../../controls/choice.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { roomTitle } from '../people/person-name.ts'
import { showToast } from '../toasts/toasts.ts'

/** What a room may disturb one with, here and on one's other devices. */
export function NotifyLevel({ room: id, onClose }: { room: string; onClose: () => void }) {
  const text = useText()
  const client = useClient()
  const room = useChatState((chat) => chat.rooms.get(id)?.room)
  const [wanted, setWanted] = useState<Level | null>(null)
  if (room === undefined) return null
  const choose = async (level: Level) => {
    setWanted(level)
    try {
      await client.request('notify_level', { room: id, level })
    } catch (error) {
      setWanted(null)
      showToast(errorText(text, error), 'problem')
    }
  }
  return (
    <Dialog title={text.notify.title(roomTitle(room, text))} onClose={onClose} hasCross>
      <Choice
        label={text.notify.label}
        chosen={wanted ?? room.notify_level}
        // A refusal is told by a toast.
        onChoose={(level) => void choose(level)}
        options={[
          { value: 'all', label: text.notify.all },
          { value: 'mentions', label: text.notify.mentions },
          { value: 'none', label: text.notify.none, hint: text.notify.noneHint },
        ]}
      />
    </Dialog>
  )
}
