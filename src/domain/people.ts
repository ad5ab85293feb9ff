import { limits } from '../protocol/limits.ts'
import type { AccountRole } from '../protocol/values.ts'
import type { UserView } from '../protocol/views.ts'
import { cursorId } from './cursors.ts'
import { statement } from './db/statement.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import { expectMember } from './room-access.ts'
import type { Transaction } from './transaction.ts'
import { foldName } from './usernames.ts'

export interface PersonRow {
  id: number
  username: string
  displayName: string
  placeRole: AccountRole
}

const maxUsersFound = 20

/** Above every text that begins with what it is appended to. */
const last = '\u{10FFFF}'

const findMembers = statement<
  [roomId: number, afterId: number, limit: number],
  PersonRow & { role: AccountRole; muted: number }
>(
  `SELECT a.id, a.username, a.display_name AS displayName, a.role AS placeRole, member.role, member.muted
   FROM memberships AS member JOIN accounts AS a ON a.id = member.account_id
   WHERE member.room_id = +? AND member.account_id > +? ORDER BY member.account_id LIMIT +?`,
)

const findByPrefix = statement<
  [from: string, to: string, from: string, to: string, limit: number],
  PersonRow
>(
  `SELECT id, username, display_name AS displayName, role AS placeRole FROM accounts
   WHERE removed_at_ms IS NULL AND disabled_at_ms IS NULL
     AND (username_folded BETWEEN ? AND ? OR display_name_folded BETWEEN ? AND ?)
   ORDER BY username_folded LIMIT +?`,
)

/** In the order in which accounts were made: any other would sort the whole room for each page. */
export function members(tx: Transaction, input: QueryInput<'members'>): QueryResult<'members'> {
  const { accountId, roomId, cursor } = input
  expectMember(tx, roomId, accountId)
  const afterId = cursor === null ? 0 : cursorId(cursor)
  const rows = findMembers(tx.db).all(roomId, afterId, limits.maxMembersPage + 1)
  const page = rows.slice(0, limits.maxMembersPage)
  return {
    members: page.map((row) => ({ ...userView(row), role: row.role, muted: row.muted === 1 })),
    cursor: rows.length > page.length ? String(page.at(-1)?.id) : null,
  }
}

export function users(tx: Transaction, { q }: QueryInput<'users'>): UserView[] {
  const from = foldName(q)
  return findByPrefix(tx.db)
    .all(from, from + last, from, from + last, maxUsersFound)
    .map(userView)
}

export function userView(row: PersonRow): UserView {
  const { id, username, displayName, placeRole } = row
  return { user_id: String(id), username, display_name: displayName, ...placeRoleView(placeRole) }
}

/** Most have none, and it is left out of what is told of them. */
export function placeRoleView(role: AccountRole): Pick<UserView, 'place_role'> {
  return role === 'member' ? {} : { place_role: role }
}
