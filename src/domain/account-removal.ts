import { removedUserName } from '../protocol/removed-user.ts'
import { expectAccount } from './accounts.ts'
import type { CommandInput } from './commands.ts'
import { statement } from './db/statement.ts'
import { ageUnsentImages } from './image-rows.ts'
import { deleteInvitesOf } from './invites.ts'
import { dismiss, roomIdsOf } from './memberships.ts'
import { refuseWithoutOwner } from './owners.ts'
import { endSessions } from './session-ends.ts'
import type { Transaction } from './transaction.ts'

const markRemoved = statement<[displayName: string, nowMs: number, id: number]>(
  `UPDATE accounts SET username = '', username_folded = NULL, username_skeleton = NULL, display_name = ?,
     display_name_folded = '', password_hash = '', role = 'member', removed_at_ms = ?
   WHERE id = ?`,
)

/** The row stays, as the sender of its messages; everything personal in it goes. */
export function removeAccount(tx: Transaction, { accountId }: CommandInput<'remove_account'>): null {
  const account = expectAccount(tx, accountId)
  endSessions(tx, { accountId, exceptSessionId: null, reason: 'removed' })
  markRemoved(tx.db).run(removedUserName, tx.nowMs, accountId)
  refuseWithoutOwner(tx, account)
  for (const roomId of roomIdsOf(tx, accountId))
    dismiss(tx, { roomId, accountId, change: 'removed', by: null })
  deleteInvitesOf(tx, accountId)
  ageUnsentImages(tx, accountId)
  return null
}
