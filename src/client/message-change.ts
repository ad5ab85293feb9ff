import type { MessageView } from '../protocol/views.ts'
import type { RoomEvent } from './room-log.ts'
import { replace, type Timeline } from './timeline.ts'

/** What happens to a message that is there already. */
export type MessageChange = Extract<RoomEvent, { type: 'message_edited' | 'message_deleted' | 'reaction' }>

/** Idempotent; nothing where the message is not in the window. */
export function applyChange(timeline: Timeline, { payload }: MessageChange): Timeline {
  return replace(timeline, payload.n, (message) => changed(message, payload))
}

/** A page may have brought what was done later, and a deletion is never undone. */
function changed(message: MessageView, payload: MessageChange['payload']): MessageView {
  if ('message' in payload) return payload.message.version < message.version ? message : payload.message
  const { reactions, reaction_counts = {} } = payload
  return message.deleted ? message : { ...message, reactions, reaction_counts }
}
