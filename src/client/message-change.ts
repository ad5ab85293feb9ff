import type { MessageView } from '../protocol/views.ts'
import type { RoomEvent } from './room-log.ts'
import { replace, type Timeline } from './timeline.ts'

/** What happens to a message that is there already. */
export type MessageChange = Extract<RoomEvent, { type: 'message_edited' | 'message_deleted' }>

export function isMessageChange(event: RoomEvent): event is MessageChange {
  return event.type === 'message_edited' || event.type === 'message_deleted'
}

/** The place of the message that is changed. */
export function changedN({ type, payload }: MessageChange): number {
  return type === 'message_edited' ? payload.message.n : payload.n
}

/** Idempotent; nothing where the message is not in the window. */
export function applyChange(timeline: Timeline, change: MessageChange): Timeline {
  return replace(timeline, changedN(change), (message) => changed(message, change))
}

function changed(message: MessageView, change: MessageChange): MessageView {
  switch (change.type) {
    case 'message_edited':
      // A page may have brought what was done later.
      return change.payload.message.version < message.version ? message : change.payload.message
    case 'message_deleted':
      return message.deleted ? message : tombstone(message)
    default:
      return change satisfies never
  }
}

/** As the server shows it from then on. */
function tombstone(message: MessageView): MessageView {
  const { message_id, room, seq, n, ts, sender_id, sender_name, client_msg_id, version } = message
  const place = { message_id, room, seq, n, ts, sender_id, sender_name, client_msg_id }
  return { ...place, text: '', images: [], version: version + 1, deleted: true }
}
