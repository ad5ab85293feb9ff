import type { AccountRole, RoomKind } from '../protocol/values.ts'
import type { RoomView } from '../protocol/views.ts'
import { statement } from './db/statement.ts'
import type { Connection } from './transaction.ts'

interface RoomRow {
  id: number
  kind: RoomKind
  name: string
  topic: string
  isDefault: number
  lastSeq: number
  lastN: number
  lastMessageAtMs: number
  lastReadN: number
  role: AccountRole
  muted: number
  mentions: number
}

/** Mentions behind the read mark: of the reader, and of everyone (account 0). */
const roomColumns = `
  r.id, r.kind, r.name, r.topic, r.is_default AS isDefault, r.last_seq AS lastSeq, r.last_n AS lastN,
  r.last_message_at_ms AS lastMessageAtMs, reader.last_read_n AS lastReadN, reader.role, reader.muted,
  (SELECT count(*) FROM mentions AS one
   WHERE one.room_id = r.id AND one.account_id IN (0, reader.account_id) AND one.n > reader.last_read_n) AS mentions`

const findRoomsOf = statement<[accountId: number], RoomRow>(
  `SELECT ${roomColumns} FROM memberships AS reader JOIN rooms AS r ON r.id = reader.room_id
   WHERE reader.account_id = +? ORDER BY r.id`,
)

const findRoomOf = statement<[roomId: number, accountId: number], RoomRow>(
  `SELECT ${roomColumns} FROM memberships AS reader JOIN rooms AS r ON r.id = reader.room_id
   WHERE reader.room_id = +? AND reader.account_id = +?`,
)

export function roomsOf(tx: Connection, accountId: number): RoomView[] {
  return findRoomsOf(tx.db).all(accountId).map(roomView)
}

/** `null` for one who is not a member. */
export function roomOf(tx: Connection, roomId: number, accountId: number): RoomView | null {
  const row = findRoomOf(tx.db).get(roomId, accountId)
  return row === undefined ? null : roomView(row)
}

function roomView(row: RoomRow): RoomView {
  return {
    id: String(row.id),
    kind: row.kind,
    name: row.name,
    topic: row.topic,
    is_default: row.isDefault === 1,
    last_seq: row.lastSeq,
    last_n: row.lastN,
    last_ts: row.lastMessageAtMs,
    last_read_n: row.lastReadN,
    mentions: row.mentions,
    role: row.role,
    muted: row.muted === 1,
  }
}
