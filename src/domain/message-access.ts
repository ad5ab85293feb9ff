import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { expectMember, type Standing } from './room-access.ts'
import type { Transaction } from './transaction.ts'

/** A message as whoever changes it finds it. */
export interface FoundMessage {
  id: number
  roomId: number
  n: number
  senderId: number
  text: string
  imageCount: number
  version: number
  editedAtMs: number | null
  isDeleted: boolean
  isPinned: boolean
}

const findMessage = statement<
  [messageId: number],
  Omit<FoundMessage, 'isDeleted' | 'isPinned'> & { deletedAtMs: number | null; pinnedAtMs: number | null }
>(
  `SELECT id, room_id AS roomId, n, sender_id AS senderId, text, image_count AS imageCount, version,
     edited_at_ms AS editedAtMs, deleted_at_ms AS deletedAtMs, pinned_at_ms AS pinnedAtMs
   FROM messages WHERE id = ?`,
)

/** Throws `not_found` for a message that there never was, and as `expectMember` does for one of a room that one is not in. */
export function expectMessage(
  tx: Transaction,
  { accountId, messageId }: { accountId: number; messageId: number },
): { message: FoundMessage; standing: Standing } {
  const row = findMessage(tx.db).get(messageId)
  if (row === undefined) throw new DomainError('not_found')
  const { deletedAtMs, pinnedAtMs, ...message } = row
  const standing = expectMember(tx, row.roomId, accountId)
  const states = { isDeleted: deletedAtMs !== null, isPinned: pinnedAtMs !== null }
  return { message: { ...message, ...states }, standing }
}
