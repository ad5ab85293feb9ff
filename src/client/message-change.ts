import type { MessageView } from '../protocol/views.ts'
import type { RoomEvent } from './room-log.ts'
import { replace, type Timeline } from './timeline.ts'

/** What happens to a message that is there already. */
export type MessageChange = Extract<RoomEvent, { type: 'message_deleted' }>

/** Idempotent; nothing where the message is not in the window. */
export function applyChange(timeline: Timeline, change: MessageChange): Timeline {
  return replace(timeline, change.payload.n, (message) => changed(message, change))
}

function changed(message: MessageView, change: MessageChange): MessageView {
  switch (change.type) {
    case 'message_deleted':
      return tombstone(message)
    default:
      return change.type satisfies never
  }
}

/** As the server shows it from then on. */
function tombstone(message: MessageView): MessageView {
  const { message_id, room, seq, n, ts, sender_id, sender_name, client_msg_id, version } = message
  const place = { message_id, room, seq, n, ts, sender_id, sender_name, client_msg_id }
  return { ...place, text: '', images: [], version: version + 1, deleted: true }
}
