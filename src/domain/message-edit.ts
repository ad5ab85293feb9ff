import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent } from './events.ts'
import { recordMentions, withdrawMentions } from './mentions.ts'
import { expectMessage } from './message-access.ts'
import { unfit } from './messages.ts'
import { expectVoice } from './room-access.ts'
import { forgetWords } from './search/search-index.ts'
import type { Transaction } from './transaction.ts'

const updateText = statement<[text: string, version: number, nowMs: number, messageId: number]>(
  'UPDATE messages SET text = ?, version = ?, edited_at_ms = ? WHERE id = ?',
)

/** [P-22] An edit that holds already is a success, whatever the version: its first answer may have been lost. */
export function editMessage(
  tx: Transaction,
  input: CommandInput<'edit_message'>,
): CommandResult<'edit_message'> {
  const { accountId, text, expectVersion } = input
  const { message, standing } = expectMessage(tx, input)
  const { id, roomId, version, editedAtMs } = message
  if (message.senderId !== accountId) throw new DomainError('forbidden')
  if (message.isDeleted) throw new DomainError('not_found')
  if (message.text === text) return { roomId, version, editedAtMs }
  expectVoice(standing)
  if (version !== expectVersion) throw new DomainError('version_conflict')
  if (message.imageCount === 0 && text.trim() === '') throw unfit('text', 'something to say')
  forgetWords(tx, { ...message, isReplaced: true })
  updateText(tx.db).run(text, version + 1, tx.nowMs, id)
  withdrawMentions(tx, message)
  recordMentions(tx, { ...message, text })
  appendRoomEvent(tx, roomId, { type: 'message_edited', messageId: id })
  return { roomId, version: version + 1, editedAtMs: tx.nowMs }
}
