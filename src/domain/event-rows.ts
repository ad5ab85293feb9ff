import type { EventPayload, RoomEventType } from '../protocol/events.ts'
import { encodeJson, frameText, type Json } from '../protocol/frames.ts'
import type { AccountRole } from '../protocol/values.ts'
import { statement } from './db/statement.ts'
import type { EventDetails } from './events.ts'
import { type MessageRow, messageColumns, messageView } from './message-views.ts'
import { placeRoleView } from './people.ts'
import { quoteOf } from './quotes.ts'
import { reactionsOf } from './reactions.ts'
import { shownRoomOf } from './room-views.ts'
import type { StoredEvent } from './store.ts'
import type { Connection } from './transaction.ts'

interface EventRow {
  gid: number
  eventRoomId: number | null
  userId: number | null
  eventSeq: number
  type: string
  atMs: number
  detail: string | null
}

/** A message comes in the same row as its event: one statement reads a whole batch. */
type JoinedRow = EventRow & (MessageRow | { messageId: null })

const joinedColumns = `
  e.gid, e.room_id AS eventRoomId, e.user_id AS userId, e.seq AS eventSeq, e.type, e.at_ms AS atMs, e.detail,
  ${messageColumns}
  FROM events AS e LEFT JOIN messages AS m ON m.id = e.message_id LEFT JOIN accounts AS sender ON sender.id = m.sender_id`

const findAfter = statement<[gid: number, limit: number], JoinedRow>(
  `SELECT ${joinedColumns} WHERE e.gid > +? ORDER BY e.gid LIMIT +?`,
)

const findOfRoom = statement<[roomId: number, seq: number, limit: number], JoinedRow>(
  `SELECT ${joinedColumns} WHERE e.room_id = +? AND e.seq > +? ORDER BY e.seq LIMIT +?`,
)

const findLastGid = statement<[], number>('SELECT coalesce(max(gid), 0) FROM events')

const findPerson = statement<
  [accountId: number],
  { username: string; displayName: string; role: AccountRole }
>('SELECT username, display_name AS displayName, role FROM accounts WHERE id = ?')

const findRoom = statement<[roomId: number], { name: string; topic: string; archivedAtMs: number | null }>(
  'SELECT name, topic, archived_at_ms AS archivedAtMs FROM rooms WHERE id = ?',
)

const findMember = statement<[roomId: number, accountId: number], { role: AccountRole; muted: number }>(
  'SELECT role, muted FROM memberships WHERE room_id = ? AND account_id = ?',
)

/** After these one is in the room, or is not; after the others one is where one was. */
const membershipAfter: Partial<Record<EventPayload<'member_changed'>['change'], boolean>> = {
  joined: true,
  added: true,
  left: false,
  removed: false,
}

export function lastGid(tx: Connection): number {
  return findLastGid(tx.db).pluck().get() ?? 0
}

/** In commit order, ready to be sent. `gid` is that of the last one, or `afterGid` where there is none. */
export function eventsAfter(
  tx: Connection,
  afterGid: number,
  limit: number,
): { events: StoredEvent[]; gid: number; more: boolean } {
  const rows = findAfter(tx.db).all(afterGid, limit)
  const events = rows.map((row) => storedEvent(tx, row))
  return { events, gid: rows.at(-1)?.gid ?? afterGid, more: rows.length === limit }
}

/** A room's events above `seq`, each as `sync` carries it. */
export function* roomEventsAfter(
  tx: Connection,
  at: { roomId: number; seq: number; limit: number },
): Generator<{ seq: number; json: string }> {
  for (const row of findOfRoom(tx.db).all(at.roomId, at.seq, at.limit)) {
    yield { seq: row.eventSeq, json: frameText(row.type, roomPayload(tx, row, at.roomId)) }
  }
}

function storedEvent(tx: Connection, row: JoinedRow): StoredEvent {
  if (row.eventRoomId !== null) return roomEvent(tx, row, row.eventRoomId)
  if (row.userId !== null) return userEvent(tx, row, row.userId)
  throw new Error(`Event ${row.gid} belongs to no stream.`)
}

function roomEvent(tx: Connection, row: JoinedRow, roomId: number): StoredEvent {
  const frame = frameText(row.type, roomPayload(tx, row, roomId))
  const stream = { stream: 'room', roomId, seq: row.eventSeq } as const
  if (row.type === 'room_updated') {
    const archived = roomUpdated(tx, row, roomId).archived
    return { ...stream, type: row.type, archived, frame }
  }
  if (row.type !== 'member_changed') {
    return { ...stream, type: row.type as Exclude<RoomEventType, 'member_changed' | 'room_updated'>, frame }
  }
  const { userId, change } = detailOf(row, 'member_changed')
  const member = membershipAfter[change] ?? null
  const muted = findMember(tx.db).get(roomId, userId)?.muted === 1
  return { ...stream, type: row.type, userId, member, muted, frame }
}

function roomPayload(tx: Connection, row: JoinedRow, roomId: number): Json<unknown> {
  switch (row.type) {
    case 'message':
      return encodeJson(messageView(tx, messageOf(row)))
    case 'message_edited':
    case 'message_deleted':
      return encodeJson(messageChanged(tx, row, roomId))
    case 'reaction':
      return encodeJson(reaction(tx, row, roomId))
    case 'pin':
      return encodeJson(pin(row, roomId))
    case 'member_changed':
      return encodeJson(memberChanged(tx, row, roomId))
    case 'room_updated':
      return encodeJson(roomUpdated(tx, row, roomId))
    default:
      throw new Error(`Event ${row.gid} has the unknown type "${row.type}".`)
  }
}

/** A deleted message keeps its row, so that what refers to it can still be told. */
function messageOf(row: JoinedRow): MessageRow {
  if (row.messageId === null) throw new Error(`Event ${row.gid} is of a message that is gone.`)
  return row
}

/** What the message says now, and not what it said after this change [P-24]. */
function messageChanged(tx: Connection, row: JoinedRow, roomId: number): EventPayload<'message_edited'> {
  const found = messageOf(row)
  const quote = quoteOf(tx, found.messageId)
  return { ...placeOf(row, roomId), message: messageView(tx, found), quote }
}

/** As they are now: whoever starts from a page of history that knew more, ends where everybody does. */
function reaction(tx: Connection, row: JoinedRow, roomId: number): EventPayload<'reaction'> {
  const { messageId } = messageOf(row)
  const { userId, emoji, on } = detailOf(row, 'reaction')
  return {
    ...placeOf(row, roomId),
    ...{ user_id: String(userId), emoji, on },
    ...reactionsOf(tx, messageId),
  }
}

function pin(row: JoinedRow, roomId: number): EventPayload<'pin'> {
  const { userId, on } = detailOf(row, 'pin')
  const pinned = messageOf(row).pinnedAtMs !== null
  return { ...placeOf(row, roomId), user_id: String(userId), on, pinned }
}

function placeOf(row: JoinedRow, roomId: number) {
  const { messageId, n } = messageOf(row)
  return { room: String(roomId), seq: row.eventSeq, ts: row.atMs, message_id: String(messageId), n }
}

function memberChanged(tx: Connection, row: EventRow, roomId: number): EventPayload<'member_changed'> {
  const { userId, change, by } = detailOf(row, 'member_changed')
  const person = findPerson(tx.db).get(userId)
  if (person === undefined) throw new Error(`Event ${row.gid} is of an account that is gone.`)
  const member = findMember(tx.db).get(roomId, userId)
  return {
    room: String(roomId),
    seq: row.eventSeq,
    ts: row.atMs,
    user_id: String(userId),
    username: person.username,
    display_name: person.displayName,
    change,
    ...(member === undefined ? {} : { role: member.role, muted: member.muted === 1 }),
    ...placeRoleView(person.role),
    ...(by === null ? {} : { by: String(by) }),
  }
}

function roomUpdated(tx: Connection, row: EventRow, roomId: number): EventPayload<'room_updated'> {
  const room = findRoom(tx.db).get(roomId)
  if (room === undefined) throw new Error(`Event ${row.gid} is of a room that is gone.`)
  const { name, topic } = room
  const archived = room.archivedAtMs !== null
  return { room: String(roomId), seq: row.eventSeq, ts: row.atMs, name, topic, archived }
}

function userEvent(tx: Connection, row: EventRow, userId: number): StoredEvent {
  const stream = { stream: 'user', userId, seq: row.eventSeq } as const
  switch (row.type) {
    case 'rooms_changed':
      return roomsChanged(tx, row, userId)
    case 'notify_level': {
      const { roomId, level } = detailOf(row, 'notify_level')
      const payload: EventPayload<'notify_level'> = { ts: row.atMs, room: String(roomId), level }
      return { ...stream, type: row.type, frame: frameText(row.type, encodeJson(payload)) }
    }
    case 'profile_changed':
      return {
        ...stream,
        type: row.type,
        frame: frameText(row.type, encodeJson(profileChanged(tx, row, userId))),
      }
    case 'session_revoked': {
      const { sessionId, exceptSessionId, reason } = detailOf(row, 'session_revoked')
      const payload: EventPayload<'session_revoked'> = { ts: row.atMs, reason }
      const frame = frameText(row.type, encodeJson(payload))
      return { ...stream, type: row.type, sessionId, exceptSessionId, frame }
    }
    default:
      throw new Error(`Event ${row.gid} has the unknown type "${row.type}".`)
  }
}

/** Tells what is true when it is sent: a room that was left again meanwhile is no longer the user's to see. */
function roomsChanged(tx: Connection, row: EventRow, userId: number): StoredEvent {
  const { roomId, shown = null, at } = detailOf(row, 'rooms_changed')
  const added = shownRoomOf(tx, roomId, userId, at)
  const payload: EventPayload<'rooms_changed'> =
    added === null ? { ts: row.atMs, removed: String(roomId) } : { ts: row.atMs, added }
  const frame = frameText('rooms_changed', encodeJson(payload))
  return { stream: 'user', userId, seq: row.eventSeq, type: 'rooms_changed', roomId, shown, frame }
}

function profileChanged(tx: Connection, row: EventRow, userId: number): EventPayload<'profile_changed'> {
  const person = findPerson(tx.db).get(userId)
  if (person === undefined) throw new Error(`Event ${row.gid} is of an account that is gone.`)
  return { ts: row.atMs, username: person.username, display_name: person.displayName, role: person.role }
}

function detailOf<T extends keyof EventDetails>(row: EventRow, type: T): EventDetails[T] {
  if (row.type !== type || row.detail === null) throw new Error(`Event ${row.gid} has no detail of ${type}.`)
  return JSON.parse(row.detail) as EventDetails[T]
}
