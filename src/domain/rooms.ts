import type { NamedRoomKind } from '../protocol/values.ts'
import type { OpenRoomView, RoomView } from '../protocol/views.ts'
import { refuseAnotherMadeRoom, refuseAnotherRoom } from './account-limits.ts'
import { expectEnabled } from './accounts.ts'
import type { CommandInput } from './commands.ts'
import { skeletonOf } from './confusables.ts'
import { cursorId } from './cursors.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { admit, joinRoom } from './memberships.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import type { Transaction } from './transaction.ts'
import { foldName } from './usernames.ts'

interface OpenRoomRow {
  id: number
  name: string
  topic: string
  members: number
  joined: number
}

const pageSize = 100

const findOpenRoom = statement<[skeleton: string], { id: number }>(
  "SELECT id FROM rooms WHERE kind = 'open' AND name_skeleton = ?",
)

const insertRoom = statement<
  [
    kind: NamedRoomKind,
    name: string,
    folded: string,
    skeleton: string,
    topic: string,
    by: number,
    now: number,
    now: number,
  ]
>(
  `INSERT INTO rooms (kind, name, name_folded, name_skeleton, topic, created_by, created_at_ms, last_message_at_ms)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
)

const openRoomColumns = `
  SELECT r.id, r.name, r.topic,
    (SELECT count(*) FROM memberships AS one WHERE one.room_id = r.id) AS members,
    EXISTS (SELECT 1 FROM memberships AS mine WHERE mine.room_id = r.id AND mine.account_id = ?) AS joined
  FROM rooms AS r`

const findOpenRooms = statement<[accountId: number, limit: number], OpenRoomRow>(
  `${openRoomColumns} WHERE r.kind = 'open' AND r.archived_at_ms IS NULL ORDER BY r.name_folded, r.id LIMIT +?`,
)

const findOpenRoomsAfter = statement<[accountId: number, roomId: number, limit: number], OpenRoomRow>(
  `${openRoomColumns} WHERE r.kind = 'open' AND r.archived_at_ms IS NULL
     AND (r.name_folded, r.id) > (SELECT last.name_folded, last.id FROM rooms AS last WHERE last.id = ?)
   ORDER BY r.name_folded, r.id LIMIT +?`,
)

interface SummaryRow {
  id: number
  kind: NamedRoomKind
  name: string
  topic: string
  isDefault: number
  archivedAtMs: number | null
  members: number
  lastN: number
  createdAtMs: number
}

const findAllRooms = statement<[], SummaryRow>(
  `SELECT r.id, r.kind, r.name, r.topic, r.is_default AS isDefault,
     r.archived_at_ms AS archivedAtMs, r.last_n AS lastN, r.created_at_ms AS createdAtMs,
     (SELECT count(*) FROM memberships AS one WHERE one.room_id = r.id) AS members
   FROM rooms AS r WHERE r.people IS NULL ORDER BY r.name_folded, r.id`,
)

/** An open room's name belongs to it alone; a private room may not imitate an open one either. */
export function createRoom(tx: Transaction, input: CommandInput<'create_room'>): RoomView {
  const { accountId, kind, name, topic } = input
  expectEnabled(tx, accountId)
  refuseAnotherMadeRoom(tx, accountId)
  refuseAnotherRoom(tx, { accountId, by: null })
  const { folded, skeleton } = freeName(tx, name, null)
  const inserted = insertRoom(tx.db).run(kind, name, folded, skeleton, topic, accountId, tx.nowMs, tx.nowMs)
  const roomId = Number(inserted.lastInsertRowid)
  admit(tx, { roomId, accountId, role: 'owner', change: 'joined', by: null })
  return joinRoom(tx, { accountId, roomId })
}

export function openRooms(
  tx: Transaction,
  { accountId, cursor }: QueryInput<'open_rooms'>,
): QueryResult<'open_rooms'> {
  const rows =
    cursor === null
      ? findOpenRooms(tx.db).all(accountId, pageSize + 1)
      : findOpenRoomsAfter(tx.db).all(accountId, cursorId(cursor), pageSize + 1)
  const page = rows.slice(0, pageSize)
  return { rooms: page.map(openRoomView), cursor: rows.length > pageSize ? String(page.at(-1)?.id) : null }
}

export function allRooms(tx: Transaction): QueryResult<'all_rooms'> {
  return findAllRooms(tx.db)
    .all()
    .map(({ isDefault, ...room }) => Object.assign(room, { isDefault: isDefault === 1 }))
}

function openRoomView(row: OpenRoomRow): OpenRoomView {
  return {
    id: String(row.id),
    name: row.name,
    topic: row.topic,
    members: row.members,
    joined: row.joined === 1,
  }
}

/** Throws `name_taken` where another open room is called so, or looks as if. */
export function freeName(
  tx: Transaction,
  name: string,
  roomId: number | null,
): { folded: string; skeleton: string } {
  const folded = foldName(name)
  const skeleton = skeletonOf(folded)
  const other = findOpenRoom(tx.db).get(skeleton)
  if (other !== undefined && other.id !== roomId) {
    const message = `A room called "${name}", or by a name that looks like it, exists.`
    throw new DomainError('name_taken', { message })
  }
  return { folded, skeleton }
}
