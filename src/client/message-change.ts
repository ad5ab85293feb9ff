import type { MessageView } from '../protocol/views.ts'
import type { RoomEvent } from './room-log.ts'
import type { Timeline } from './timeline.ts'

/** What happens to a message that is there already. */
export type MessageChange = Extract<
  RoomEvent,
  { type: 'message_edited' | 'message_deleted' | 'reaction' | 'pin' }
>

/** Idempotent; nothing where neither the message nor an answer to it is in the window. */
export function applyChange(timeline: Timeline, { payload }: MessageChange): Timeline {
  const messages = timeline.messages.map((message) => {
    if (message.n === payload.n) return changed(message, payload)
    const isAnswer = 'quote' in payload && message.reply_to === payload.message_id
    return isAnswer ? { ...message, reply: payload.quote } : message
  })
  return { ...timeline, messages }
}

/** A page may have brought what was done later, and a deletion is never undone. */
function changed(message: MessageView, payload: MessageChange['payload']): MessageView {
  if ('message' in payload) return payload.message.version < message.version ? message : payload.message
  if (message.deleted) return message
  if ('pinned' in payload) return { ...message, pinned: payload.pinned }
  const { reactions, reaction_counts = {} } = payload
  return { ...message, reactions, reaction_counts }
}
