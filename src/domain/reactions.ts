import { limits } from '../protocol/limits.ts'
import type { MessageView } from '../protocol/views.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent } from './events.ts'
import { expectMessage } from './message-access.ts'
import { expectVoice, refuseArchived } from './room-access.ts'
import type { Connection, Transaction } from './transaction.ts'

const insertReaction = statement<[messageId: number, emoji: string, accountId: number]>(
  'INSERT INTO reactions (message_id, emoji, account_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
)

const deleteReaction = statement<[messageId: number, emoji: string, accountId: number]>(
  'DELETE FROM reactions WHERE message_id = ? AND emoji = ? AND account_id = ?',
)

const deleteAll = statement<[messageId: number]>('DELETE FROM reactions WHERE message_id = ?')

const countReactions = statement<[change: number, messageId: number]>(
  'UPDATE messages SET reaction_count = reaction_count + ? WHERE id = ?',
)

const countOthers = statement<[messageId: number, emoji: string], number>(
  'SELECT count(DISTINCT emoji) FROM reactions WHERE message_id = ? AND emoji <> ?',
)

const findEmoji = statement<[messageId: number], { emoji: string; count: number }>(
  'SELECT emoji, count(*) AS count FROM reactions WHERE message_id = +? GROUP BY emoji ORDER BY min(id)',
)

const findUsers = statement<[messageId: number, emoji: string, limit: number], number>(
  'SELECT account_id FROM reactions WHERE message_id = +? AND emoji = +? ORDER BY id LIMIT +?',
)

/** [P-22] What holds already changes nothing. */
export function react(tx: Transaction, input: CommandInput<'react'>): CommandResult<'react'> {
  const { accountId, messageId, emoji, on } = input
  const { message, standing } = expectMessage(tx, input)
  const { roomId } = message
  if (message.isDeleted) throw new DomainError('not_found')
  if (on) expectVoice(standing)
  refuseArchived(standing)
  if (on && (countOthers(tx.db).pluck().get(messageId, emoji) ?? 0) >= limits.maxReactions) {
    throw new DomainError('quota_exceeded')
  }
  const { changes } = (on ? insertReaction : deleteReaction)(tx.db).run(messageId, emoji, accountId)
  if (changes === 0) return { roomId }
  countReactions(tx.db).run(on ? 1 : -1, messageId)
  const detail = { userId: accountId, emoji, on }
  appendRoomEvent(tx, roomId, { type: 'reaction', messageId, detail })
  return { roomId }
}

/** With the message that they are about. */
export function removeReactions(tx: Transaction, messageId: number): void {
  deleteAll(tx.db).run(messageId)
}

/** All of a message's reactions, as its view has them. */
export function reactionsOf(
  tx: Connection,
  messageId: number,
): { reactions: NonNullable<MessageView['reactions']>; reaction_counts?: Record<string, number> } {
  const found = findEmoji(tx.db).all(messageId)
  const cut = found.filter(({ count }) => count > limits.maxReactionUsers)
  return {
    reactions: Object.fromEntries(found.map(({ emoji }) => [emoji, usersOf(tx, messageId, emoji)])),
    ...(cut.length > 0 && {
      reaction_counts: Object.fromEntries(cut.map(({ emoji, count }) => [emoji, count])),
    }),
  }
}

function usersOf(tx: Connection, messageId: number, emoji: string): string[] {
  return findUsers(tx.db).pluck().all(messageId, emoji, limits.maxReactionUsers).map(String)
}
