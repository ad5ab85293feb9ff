import { limits } from '../protocol/limits.ts'
import { cursorId } from './cursors.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { type PersonRow, userView } from './people.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import { expectRank, ranks } from './ranks.ts'
import type { Transaction } from './transaction.ts'

const findBan = statement<[roomId: number, accountId: number], { roomId: number }>(
  'SELECT room_id AS roomId FROM bans WHERE room_id = ? AND account_id = ?',
)

const insertBan = statement<[roomId: number, accountId: number, nowMs: number]>(
  'INSERT INTO bans (room_id, account_id, created_at_ms) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
)

const deleteBan = statement<[roomId: number, accountId: number]>(
  'DELETE FROM bans WHERE room_id = ? AND account_id = ?',
)

const findBanned = statement<[roomId: number, afterId: number, limit: number], PersonRow>(
  `SELECT a.id, a.username, a.display_name AS displayName, a.role AS placeRole
   FROM bans AS ban JOIN accounts AS a ON a.id = ban.account_id
   WHERE ban.room_id = +? AND ban.account_id > +? ORDER BY ban.account_id LIMIT +?`,
)

export function refuseBanned(tx: Transaction, roomId: number, accountId: number): void {
  if (findBan(tx.db).get(roomId, accountId) !== undefined) throw new DomainError('banned')
}

/** Says whether that is news. */
export function setBan(
  tx: Transaction,
  { roomId, userId, on }: { roomId: number; userId: number; on: boolean },
): boolean {
  const { changes } = on
    ? insertBan(tx.db).run(roomId, userId, tx.nowMs)
    : deleteBan(tx.db).run(roomId, userId)
  return changes > 0
}

export function roomBans(tx: Transaction, input: QueryInput<'room_bans'>): QueryResult<'room_bans'> {
  const { accountId, roomId, cursor } = input
  expectRank(tx, { roomId, accountId, least: ranks.roomModerator })
  const afterId = cursor === null ? 0 : cursorId(cursor)
  const rows = findBanned(tx.db).all(roomId, afterId, limits.maxMembersPage + 1)
  const page = rows.slice(0, limits.maxMembersPage)
  return { users: page.map(userView), cursor: rows.length > page.length ? String(page.at(-1)?.id) : null }
}
