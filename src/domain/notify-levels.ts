import type { NotifyLevel } from '../protocol/values.ts'
import type { CommandInput } from './commands.ts'
import { statement } from './db/statement.ts'
import { appendUserEvent } from './events.ts'
import { expectMember } from './room-access.ts'
import type { Transaction } from './transaction.ts'

const updateLevel = statement<[level: NotifyLevel, roomId: number, accountId: number, level: NotifyLevel]>(
  'UPDATE memberships SET notify_level = ? WHERE room_id = ? AND account_id = ? AND notify_level <> ?',
)

export function setNotifyLevel(tx: Transaction, input: CommandInput<'set_notify_level'>): null {
  const { accountId, roomId, level } = input
  expectMember(tx, roomId, accountId)
  const { changes } = updateLevel(tx.db).run(level, roomId, accountId, level)
  if (changes > 0) appendUserEvent(tx, accountId, { type: 'notify_level', detail: { roomId, level } })
  return null
}
