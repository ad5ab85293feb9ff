import type { AccountRole } from '../protocol/values.ts'
import { statement } from './db/statement.ts'
import { giveRole } from './role-grants.ts'
import type { Transaction } from './transaction.ts'

/** [P-61] A room has an owner who can look after it, as long as there is anybody in it who could: who is disabled cannot. */

const findOwner = statement<[roomId: number], { accountId: number }>(
  `SELECT member.account_id AS accountId FROM memberships AS member JOIN accounts AS a ON a.id = member.account_id
   WHERE member.room_id = +? AND member.role = 'owner' AND a.disabled_at_ms IS NULL LIMIT 1`,
)

const findHeir = statement<[roomId: number], { accountId: number; role: AccountRole }>(
  `SELECT member.account_id AS accountId, member.role
   FROM memberships AS member JOIN accounts AS a ON a.id = member.account_id
   WHERE member.room_id = +?
   ORDER BY a.disabled_at_ms IS NOT NULL, member.role = 'owner' DESC, member.muted, member.role = 'moderator' DESC,
     member.joined_at_ms, member.account_id
   LIMIT 1`,
)

/** In the default room roles are those of the accounts, and in a direct one there are none. */
const findNamedRooms = statement<[accountId: number], number>(
  `SELECT r.id FROM memberships AS member JOIN rooms AS r ON r.id = member.room_id
   WHERE member.account_id = ? AND r.is_default = 0 AND r.people IS NULL`,
)

/** Whether it has an owner whose account is not disabled. */
export function isLookedAfter(tx: Transaction, roomId: number): boolean {
  return findOwner(tx.db).get(roomId) !== undefined
}

/** Whoever has been there longest becomes the owner of a room that has none, a moderator before the others. */
export function appointHeir(tx: Transaction, roomId: number): void {
  if (isLookedAfter(tx, roomId)) return
  const heir = findHeir(tx.db).get(roomId)
  if (heir === undefined || heir.role === 'owner') return
  giveRole(tx, { roomId, accountId: heir.accountId, role: 'owner', by: null })
}

/** In all of an account's rooms, after it was disabled or enabled. */
export function appointHeirs(tx: Transaction, accountId: number): void {
  for (const roomId of findNamedRooms(tx.db).pluck().all(accountId)) appointHeir(tx, roomId)
}
