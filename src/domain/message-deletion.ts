import { recordAct } from './audit.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent } from './events.ts'
import { hideImages } from './image-rows.ts'
import { withdrawMentions } from './mentions.ts'
import { expectMessage } from './message-access.ts'
import { rankIn, ranks } from './ranks.ts'
import { removeReactions } from './reactions.ts'
import { forgetWords } from './search/search-index.ts'
import type { Transaction } from './transaction.ts'

const empty = statement<[nowMs: number, messageId: number]>(
  `UPDATE messages SET text = '', image_count = 0, reaction_count = 0, reply_to = NULL, edited_at_ms = NULL,
     pinned_at_ms = NULL, version = version + 1, deleted_at_ms = ?
   WHERE id = ?`,
)

/** [P-24] What is left is a place in the order, a sender and a key: nothing that was said. */
export function deleteMessage(
  tx: Transaction,
  input: CommandInput<'delete_message'>,
): CommandResult<'delete_message'> {
  const { message, standing } = expectMessage(tx, input)
  const { id, roomId, senderId } = message
  const isOwn = senderId === input.accountId
  if (!isOwn && rankIn(standing) < ranks.roomModerator) throw new DomainError('forbidden')
  if (message.isDeleted) return { roomId, filenames: [] }
  forgetWords(tx, { ...message, isReplaced: false })
  empty(tx.db).run(tx.nowMs, id)
  withdrawMentions(tx, message)
  removeReactions(tx, id)
  const filenames = hideImages(tx, id)
  appendRoomEvent(tx, roomId, { type: 'message_deleted', messageId: id })
  if (!isOwn) {
    recordAct(tx, {
      roomId,
      actorId: input.accountId,
      action: 'delete',
      targetId: senderId,
      detail: String(id),
    })
  }
  return { roomId, filenames }
}
