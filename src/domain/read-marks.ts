import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { unreadMentions } from './mentions.ts'
import { expectMember } from './room-access.ts'
import type { Transaction } from './transaction.ts'

const updateMark = statement<[n: number, roomId: number, accountId: number]>(
  'UPDATE memberships SET last_read_n = ? WHERE room_id = ? AND account_id = ?',
)

/** [P-22] Idempotent: a mark never moves back, and never past the last message. */
export function markRead(tx: Transaction, input: CommandInput<'mark_read'>): CommandResult<'mark_read'> {
  const { accountId, roomId } = input
  const { lastReadN, lastN } = expectMember(tx, roomId, accountId)
  const n = Math.max(lastReadN, Math.min(input.n, lastN))
  if (n !== lastReadN) updateMark(tx.db).run(n, roomId, accountId)
  return { n, mentions: unreadMentions(tx, { roomId, accountId, n }) }
}
