import type { KeyboardEvent } from 'react'
import type { MessageView } from '../../../protocol/views.ts'
import { useMessageActions } from '../actions/use-message-actions.ts'
import type { TimelineRow } from '../messages/timeline.ts'

/** R, E, + and Delete on the message where the keys are. Letters that are part of a shortcut are left alone. */
export function useRowKeys(row: TimelineRow | undefined): (event: KeyboardEvent) => void {
  const actions = useMessageActions(messageOf(row))
  return (event) => {
    const { target, key, ctrlKey, metaKey, altKey, nativeEvent } = event
    if (!(target as HTMLElement).hasAttribute('data-row') || nativeEvent.isComposing) return
    if (ctrlKey || metaKey || altKey) return
    const action = actions.find((each) => each.key?.toLowerCase() === key.toLowerCase())
    if (action === undefined) return
    event.preventDefault()
    action.act(target as HTMLElement)
  }
}

function messageOf(row: TimelineRow | undefined): MessageView | null {
  return row?.kind === 'message' && 'message_id' in row.message ? row.message : null
}
