import { limits } from '../protocol/limits.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { cursorId } from './cursors.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent } from './events.ts'
import { fillPage, messageRows } from './history.ts'
import { expectMessage } from './message-access.ts'
import type { MessageRow } from './message-views.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import { expectMember, expectVoice } from './room-access.ts'
import type { Transaction } from './transaction.ts'

const setPinned = statement<[atMs: number | null, messageId: number]>(
  'UPDATE messages SET pinned_at_ms = ? WHERE id = ?',
)

const countPins = statement<[roomId: number], number>(
  'SELECT count(*) FROM messages WHERE room_id = ? AND pinned_at_ms IS NOT NULL',
)

const findPinned = statement<[roomId: number, beforeN: number, limit: number], MessageRow>(
  `${messageRows} WHERE m.room_id = +? AND m.n < +? AND m.pinned_at_ms IS NOT NULL ORDER BY m.n DESC LIMIT +?`,
)

/** Whoever may write may pin: a pin is for all, like what is said. */
export function pinMessage(
  tx: Transaction,
  input: CommandInput<'pin_message'>,
): CommandResult<'pin_message'> {
  const { accountId, messageId, on } = input
  const { message, standing } = expectMessage(tx, input)
  const { roomId } = message
  if (message.isDeleted) throw new DomainError('not_found')
  expectVoice(standing)
  if (message.isPinned === on) return { roomId }
  if (on && (countPins(tx.db).pluck().get(roomId) ?? 0) >= limits.maxPins) {
    throw new DomainError('quota_exceeded')
  }
  setPinned(tx.db).run(on ? tx.nowMs : null, messageId)
  appendRoomEvent(tx, roomId, { type: 'pin', messageId, detail: { userId: accountId, on } })
  return { roomId }
}

/** The cursor is the `n` of the last one, so that a pin taken away meanwhile moves no other. */
export function pins(tx: Transaction, input: QueryInput<'pins'>): QueryResult<'pins'> {
  const { accountId, roomId, cursor } = input
  expectMember(tx, roomId, accountId)
  const beforeN = cursor === null ? Number.MAX_SAFE_INTEGER : cursorId(cursor)
  const rows = findPinned(tx.db).all(roomId, beforeN, limits.maxPins)
  const { messages, more } = fillPage(tx, rows, limits.maxPins)
  const next = more ? `,"cursor":"${rows[messages.length - 1]?.n}"` : ''
  return `{"room":"${roomId}","messages":[${messages.join(',')}]${next}}`
}
