import type { AccountRole, NotifyLevel, RoomKind } from '../protocol/values.ts'
import type { RoomView, UserView } from '../protocol/views.ts'
import { statement } from './db/statement.ts'
import { type PersonRow, userView } from './people.ts'
import { kindColumn } from './room-access.ts'
import type { Connection } from './transaction.ts'

interface RoomRow {
  id: number
  kind: RoomKind
  name: string
  topic: string
  isDefault: number
  archivedAtMs: number | null
  people: string | null
  lastSeq: number
  lastN: number
  lastMessageAtMs: number
  readerId: number
  lastReadN: number
  role: AccountRole
  muted: number
  hidden: number
  notifyLevel: NotifyLevel
  mentions: number
}

/** Mentions behind the read mark: of the reader, and of everyone (account 0). */
const roomColumns = `
  r.id, ${kindColumn} AS kind, r.name, r.topic, r.is_default AS isDefault, r.archived_at_ms AS archivedAtMs, r.people,
  r.last_seq AS lastSeq, r.last_n AS lastN, r.last_message_at_ms AS lastMessageAtMs,
  reader.account_id AS readerId, reader.last_read_n AS lastReadN, reader.role, reader.muted, reader.hidden,
  reader.notify_level AS notifyLevel,
  (SELECT count(*) FROM mentions AS one
   WHERE one.room_id = r.id AND one.account_id IN (0, reader.account_id) AND one.n > reader.last_read_n) AS mentions`

const findRoomsOf = statement<[accountId: number], RoomRow>(
  `SELECT ${roomColumns} FROM memberships AS reader JOIN rooms AS r ON r.id = reader.room_id
   WHERE reader.account_id = +? AND reader.hidden = 0 ORDER BY r.id`,
)

const findRoomOf = statement<[roomId: number, accountId: number], RoomRow>(
  `SELECT ${roomColumns} FROM memberships AS reader JOIN rooms AS r ON r.id = reader.room_id
   WHERE reader.room_id = +? AND reader.account_id = +?`,
)

const findPerson = statement<[id: number], PersonRow>(
  'SELECT id, username, display_name AS displayName, role AS placeRole FROM accounts WHERE id = ?',
)

/** Those that are not hidden. */
export function roomsOf(tx: Connection, accountId: number): RoomView[] {
  return findRoomsOf(tx.db)
    .all(accountId)
    .map((row) => roomView(tx, row))
}

/** `null` for one who is not a member. */
export function roomOf(tx: Connection, roomId: number, accountId: number): RoomView | null {
  const row = findRoomOf(tx.db).get(roomId, accountId)
  return row === undefined ? null : roomView(tx, row)
}

/** `null` also where it is hidden. `at`: as it stood then, for one who is told what came after. */
export function shownRoomOf(
  tx: Connection,
  roomId: number,
  accountId: number,
  at?: { seq: number; n: number },
): RoomView | null {
  const row = findRoomOf(tx.db).get(roomId, accountId)
  if (row === undefined || row.hidden === 1) return null
  const view = roomView(tx, row)
  // Mentions of what came after are counted by whoever hears of it.
  return at === undefined ? view : { ...view, last_seq: at.seq, last_n: at.n, mentions: 0 }
}

function roomView(tx: Connection, row: RoomRow): RoomView {
  const people = row.people === null ? null : othersIn(tx, row.people, row.readerId)
  return {
    id: String(row.id),
    kind: row.kind,
    name: people === null ? row.name : people.map((person) => person.display_name).join(', '),
    topic: row.topic,
    is_default: row.isDefault === 1,
    last_seq: row.lastSeq,
    last_n: row.lastN,
    last_ts: row.lastMessageAtMs,
    last_read_n: row.lastReadN,
    mentions: row.mentions,
    role: row.role,
    muted: row.muted === 1,
    notify_level: row.notifyLevel,
    archived: row.archivedAtMs !== null,
    ...(people !== null && { people }),
  }
}

/** Those who have an account no more, too: they are who was talked to. */
function othersIn(tx: Connection, people: string, readerId: number): UserView[] {
  const ids = people.split(',').map(Number)
  const others = ids.length === 1 ? ids : ids.filter((id) => id !== readerId)
  return others.flatMap((id) => findPerson(tx.db).get(id) ?? []).map(userView)
}
