import type { EventPayload } from '../protocol/events.ts'
import type { NotifyLevel } from '../protocol/values.ts'
import { statement } from './db/statement.ts'
import type { Transaction } from './transaction.ts'

/** What the log keeps of a change: references, never bodies [P-24]. */
export interface EventDetails {
  member_changed: {
    userId: number
    change: EventPayload<'member_changed'>['change']
    /** Who did it, where it was somebody else. */
    by: number | null
  }
  reaction: { userId: number; emoji: string; on: boolean }
  pin: { userId: number; on: boolean }
  rooms_changed: {
    roomId: number
    /** Of a direct room that was put away or shown, which the room itself does not tell … */
    shown?: boolean
    /** … and where it stood when it was shown: the message that showed it comes after. */
    at?: { seq: number; n: number }
  }
  notify_level: { roomId: number; level: NotifyLevel }
  session_revoked: {
    /** `null`: all sessions of the user … */
    sessionId: number | null
    /** … but this one. */
    exceptSessionId: number | null
    reason: EventPayload<'session_revoked'>['reason']
  }
}

type Detailed = { [T in keyof EventDetails]: { type: T; detail: EventDetails[T] } }

export type RoomEvent =
  | Detailed['member_changed']
  | { type: 'room_updated' }
  | ((Detailed['reaction'] | Detailed['pin']) & { messageId: number })
  | { type: 'message_edited' | 'message_deleted'; messageId: number }
export type UserEvent =
  | Detailed['rooms_changed']
  | Detailed['notify_level']
  | Detailed['session_revoked']
  | { type: 'profile_changed' }

const nextRoomSeq = statement<[roomId: number], number>(
  'UPDATE rooms SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq',
)

const nextUserSeq = statement<[userId: number], number>(
  'UPDATE accounts SET last_seq = last_seq + 1 WHERE id = ? RETURNING last_seq',
)

const insertEvent = statement<
  [
    roomId: number | null,
    userId: number | null,
    seq: number,
    type: string,
    atMs: number,
    messageId: number | null,
    detail: string | null,
  ]
>('INSERT INTO events (room_id, user_id, seq, type, at_ms, message_id, detail) VALUES (?, ?, ?, ?, ?, ?, ?)')

const insertMessageEvent = statement<[roomId: number, seq: number, atMs: number, messageId: number | bigint]>(
  "INSERT INTO events (room_id, seq, type, at_ms, message_id) VALUES (?, ?, 'message', ?, ?)",
)

/** Takes the room's next `seq` [P-20]. */
export function appendRoomEvent(tx: Transaction, roomId: number, event: RoomEvent): void {
  const seq = taken(nextRoomSeq(tx.db).pluck().get(roomId))
  const messageId = 'messageId' in event ? event.messageId : null
  insertEvent(tx.db).run(roomId, null, seq, event.type, tx.nowMs, messageId, detailOf(event))
}

/** `seq` was taken together with the message's `n`. */
export function appendMessageEvent(
  tx: Transaction,
  message: { roomId: number; seq: number; id: number | bigint },
): void {
  insertMessageEvent(tx.db).run(message.roomId, message.seq, tx.nowMs, message.id)
}

export function appendUserEvent(tx: Transaction, userId: number, event: UserEvent): void {
  const seq = taken(nextUserSeq(tx.db).pluck().get(userId))
  insertEvent(tx.db).run(null, userId, seq, event.type, tx.nowMs, null, detailOf(event))
}

function detailOf(event: RoomEvent | UserEvent): string | null {
  return 'detail' in event ? JSON.stringify(event.detail) : null
}

function taken(seq: number | undefined): number {
  if (seq === undefined) throw new Error('Expected a room or account to append an event to.')
  return seq
}
