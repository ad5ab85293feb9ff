import { newUuid, packUuid, unpackUuid } from './client-message-id.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { showToAll } from './direct-rooms.ts'
import { DomainError } from './errors.ts'
import { appendMessageEvent } from './events.ts'
import { ownsImage, showImages } from './image-rows.ts'
import { recordMentions } from './mentions.ts'
import { defaultRoomId, expectMember, expectVoice } from './room-access.ts'
import type { Transaction } from './transaction.ts'

type Post = CommandInput<'post_message'>
type Posted = CommandResult<'post_message'>

interface SentRow {
  messageId: number
  roomId: number
  seq: number
  n: number
  createdAtMs: number
  text: string
  imageCount: number
  replyTo: number | null
  version: number
  deletedAtMs: number | null
}

const findSent = statement<[senderId: number, clientMessageId: Buffer], SentRow>(
  `SELECT id AS messageId, room_id AS roomId, seq, n, created_at_ms AS createdAtMs, text, image_count AS imageCount,
     reply_to AS replyTo, version, deleted_at_ms AS deletedAtMs
   FROM messages WHERE sender_id = ? AND client_message_id = ?`,
)

const findImageIds = statement<[messageId: number], number>(
  'SELECT image_id FROM message_images WHERE message_id = ? ORDER BY position',
)

const findInRoom = statement<[messageId: number, roomId: number], { id: number }>(
  'SELECT id FROM messages WHERE id = ? AND room_id = ?',
)

const advanceRoom = statement<[seq: number, n: number, nowMs: number, roomId: number]>(
  'UPDATE rooms SET last_seq = ?, last_n = ?, last_message_at_ms = ? WHERE id = ?',
)

const insertMessage = statement<
  [
    roomId: number,
    seq: number,
    n: number,
    senderId: number,
    clientMessageId: Buffer,
    text: string,
    imageCount: number,
    replyTo: number | null,
    nowMs: number,
  ]
>(
  `INSERT INTO messages (room_id, seq, n, sender_id, client_message_id, text, image_count, reply_to, created_at_ms)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
)

const readOwn = statement<[n: number, roomId: number, accountId: number]>(
  'UPDATE memberships SET last_read_n = ? WHERE room_id = ? AND account_id = ?',
)

/** [P-21] Key, membership, counters, message and event, in the caller's transaction. */
export function postMessage(tx: Transaction, post: Post): Posted {
  const roomId = post.roomId ?? defaultRoomId(tx)
  const key = post.clientMessageId === null ? newUuid(tx.nowMs) : packUuid(post.clientMessageId)
  const sent = post.clientMessageId === null ? undefined : findSent(tx.db).get(post.senderId, key)
  if (sent !== undefined) return repeated(tx, { sent, key, post, roomId })

  const standing = expectMember(tx, roomId, post.senderId)
  expectVoice(standing)
  refuseUnfit(tx, post, roomId)
  if (standing.kind === 'direct') showToAll(tx, roomId, standing)

  const seq = standing.lastSeq + 1
  const n = standing.lastN + 1
  const messageId = insert(tx, post, { roomId, key, seq, n })
  return { messageId, roomId, clientMessageId: unpackUuid(key), seq, n, ts: tx.nowMs, dup: false }
}

function insert(
  tx: Transaction,
  post: Post,
  place: { roomId: number; key: Buffer; seq: number; n: number },
): number {
  const { roomId, key, seq, n } = place
  const { senderId, text, imageIds, replyTo } = post
  advanceRoom(tx.db).run(seq, n, tx.nowMs, roomId)
  const inserted = insertMessage(tx.db).run(
    roomId,
    seq,
    n,
    senderId,
    key,
    text,
    imageIds.length,
    replyTo,
    tx.nowMs,
  )
  const id = Number(inserted.lastInsertRowid)
  showImages(tx, id, imageIds)
  recordMentions(tx, { roomId, n, text })
  readOwn(tx.db).run(n, roomId, senderId)
  appendMessageEvent(tx, { roomId, seq, id })
  return id
}

/** [P-22] A repeat of an edited or deleted message is told by its key alone: what it said is gone. */
function repeated(
  tx: Transaction,
  repeat: { sent: SentRow; key: Buffer; post: Post; roomId: number },
): Posted {
  const { sent, key, post, roomId } = repeat
  const isUntouched = sent.version === 1 && sent.deletedAtMs === null
  if (sent.roomId !== roomId || (isUntouched && !saysTheSame(tx, sent, post))) {
    throw new DomainError('idempotency_conflict')
  }
  return {
    messageId: sent.messageId,
    roomId,
    clientMessageId: unpackUuid(key),
    seq: sent.seq,
    n: sent.n,
    ts: sent.createdAtMs,
    dup: true,
  }
}

function saysTheSame(tx: Transaction, sent: SentRow, post: Post): boolean {
  if (sent.text !== post.text || sent.replyTo !== post.replyTo) return false
  if (sent.imageCount !== post.imageIds.length) return false
  if (sent.imageCount === 0) return true
  const imageIds = findImageIds(tx.db).pluck().all(sent.messageId)
  return imageIds.every((id, position) => id === post.imageIds[position])
}

function refuseUnfit(tx: Transaction, post: Post, roomId: number): void {
  const { senderId, text, imageIds, replyTo } = post
  if (imageIds.length === 0 && text.trim() === '') throw unfit('text', 'something to say, or a picture')
  if (new Set(imageIds).size < imageIds.length) throw unfit('image_ids', 'each picture once')
  if (!imageIds.every((id) => ownsImage(tx, { id, ownerId: senderId }))) {
    throw unfit('image_ids', 'pictures that you uploaded')
  }
  if (replyTo !== null && findInRoom(tx.db).get(replyTo, roomId) === undefined) {
    throw unfit('reply_to', 'a message of the same room')
  }
}

/** A message that cannot be as it should be. */
export function unfit(path: string, expected: string): DomainError {
  return new DomainError('bad_request', { details: [{ path, expected }] })
}
