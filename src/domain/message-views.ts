import type { ImageView, MessageView } from '../protocol/views.ts'
import { unpackUuid } from './client-message-id.ts'
import { statement } from './db/statement.ts'
import { type ImageRow, imageColumns, imageView } from './image-rows.ts'
import { mentionsOf } from './mentions.ts'
import { quoteOf } from './quotes.ts'
import { reactionsOf } from './reactions.ts'
import type { Connection } from './transaction.ts'

export interface MessageRow {
  messageId: number
  roomId: number
  seq: number
  n: number
  createdAtMs: number
  senderId: number
  senderName: string
  clientMessageId: Buffer
  text: string
  imageCount: number
  reactionCount: number
  replyTo: number | null
  version: number
  editedAtMs: number | null
  deletedAtMs: number | null
  pinnedAtMs: number | null
}

/** Of `messages AS m` joined with `accounts AS sender`. */
export const messageColumns = `
  m.id AS messageId, m.room_id AS roomId, m.seq, m.n, m.created_at_ms AS createdAtMs, m.sender_id AS senderId,
  sender.display_name AS senderName, m.client_message_id AS clientMessageId, m.text, m.image_count AS imageCount,
  m.reaction_count AS reactionCount,
  m.reply_to AS replyTo, m.version, m.edited_at_ms AS editedAtMs, m.deleted_at_ms AS deletedAtMs,
  m.pinned_at_ms AS pinnedAtMs`

const findShownImages = statement<[messageId: number], ImageRow>(
  `SELECT ${imageColumns} FROM message_images AS shown JOIN images AS i ON i.id = shown.image_id
   WHERE shown.message_id = +? ORDER BY shown.position`,
)

/** The one shape that messages have everywhere. */
export function messageView(tx: Connection, row: MessageRow): MessageView {
  const view: MessageView = {
    message_id: String(row.messageId),
    room: String(row.roomId),
    seq: row.seq,
    n: row.n,
    ts: row.createdAtMs,
    sender_id: String(row.senderId),
    sender_name: row.senderName,
    client_msg_id: unpackUuid(row.clientMessageId),
    text: row.text,
    images: row.imageCount === 0 ? [] : shownImages(tx, row.messageId),
    version: row.version,
  }
  if (row.replyTo !== null) {
    view.reply_to = String(row.replyTo)
    view.reply = quoteOf(tx, row.replyTo)
  }
  const { accountIds, isForRoom } = mentionsOf(tx, row)
  if (accountIds.length > 0) view.mentions = accountIds.map(String)
  if (isForRoom) view.mentions_room = true
  if (row.reactionCount > 0) Object.assign(view, reactionsOf(tx, row.messageId))
  if (row.editedAtMs !== null) view.edited_ts = row.editedAtMs
  if (row.deletedAtMs !== null) view.deleted = true
  if (row.pinnedAtMs !== null) view.pinned = true
  return view
}

function shownImages(tx: Connection, messageId: number): ImageView[] {
  return findShownImages(tx.db).all(messageId).map(imageView)
}
