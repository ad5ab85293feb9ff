import { limits } from '../protocol/limits.ts'
import type { QuoteView } from '../protocol/views.ts'
import { statement } from './db/statement.ts'
import { imagePath } from './image-rows.ts'
import type { Connection } from './transaction.ts'

interface QuotedRow {
  n: number
  senderName: string
  text: string
  imageCount: number
  thumbFilename: string | null
  deletedAtMs: number | null
}

// SQLite counts characters and not UTF-16 units, so no emoji is cut in two.
const findQuoted = statement<[messageId: number], QuotedRow>(
  `SELECT m.n, sender.display_name AS senderName, substr(m.text, 1, ${limits.maxQuoteCharacters}) AS text,
     m.image_count AS imageCount, m.deleted_at_ms AS deletedAtMs,
     (SELECT i.thumb_filename FROM message_images AS shown JOIN images AS i ON i.id = shown.image_id
      WHERE shown.message_id = m.id AND shown.position = 0) AS thumbFilename
   FROM messages AS m JOIN accounts AS sender ON sender.id = m.sender_id WHERE m.id = +?`,
)

/** Looked up whenever the answer is read, and kept nowhere, so that a deletion is one [P-24]. */
export function quoteOf(tx: Connection, messageId: number): QuoteView {
  const quoted = findQuoted(tx.db).get(messageId)
  if (quoted === undefined) throw new Error(`Expected message ${messageId}, which is answered, to be there.`)
  return {
    message_id: String(messageId),
    n: quoted.n,
    sender_name: quoted.senderName,
    text: quoted.text,
    has_image: quoted.imageCount > 0,
    ...(quoted.thumbFilename !== null && { thumb_url: imagePath(quoted.thumbFilename) }),
    ...(quoted.deletedAtMs !== null && { deleted: true }),
  }
}
