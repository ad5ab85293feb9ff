import type { AccountRole } from '../protocol/values.ts'
import { statement } from './db/statement.ts'
import { appendRoomEvent } from './events.ts'
import type { Transaction } from './transaction.ts'

const updateRole = statement<[role: AccountRole, roomId: number, accountId: number]>(
  'UPDATE memberships SET role = ? WHERE room_id = ? AND account_id = ?',
)

/** Tells the room. `by`: `null` where nobody in it did. */
export function giveRole(
  tx: Transaction,
  grant: { roomId: number; accountId: number; role: AccountRole; by: number | null },
): void {
  const { roomId, accountId, role, by } = grant
  updateRole(tx.db).run(role, roomId, accountId)
  appendRoomEvent(tx, roomId, { type: 'member_changed', detail: { userId: accountId, change: 'role', by } })
}
