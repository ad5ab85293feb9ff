import type { ImageView } from '../protocol/views.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import type { Transaction } from './transaction.ts'

export interface ImageRow {
  imageId: number
  filename: string
  thumbFilename: string
  width: number
  height: number
}

/** Of `images AS i`. */
export const imageColumns =
  'i.id AS imageId, i.filename, i.thumb_filename AS thumbFilename, i.width, i.height'

const findByFilename = statement<
  [filename: string, thumbFilename: string],
  { imageId: number; bytes: number; ownerId: number }
>('SELECT id AS imageId, bytes, owner_id AS ownerId FROM images WHERE filename = ? OR thumb_filename = ?')

const findShownTo = statement<[imageId: number, accountId: number], { roomId: number }>(
  `SELECT m.room_id AS roomId
   FROM message_images AS shown
   JOIN messages AS m ON m.id = shown.message_id AND m.deleted_at_ms IS NULL
   JOIN memberships AS reader ON reader.room_id = m.room_id
   WHERE shown.image_id = +? AND reader.account_id = +?
   LIMIT 1`,
)

const findOwned = statement<[imageId: number, ownerId: number], { imageId: number }>(
  'SELECT id AS imageId FROM images WHERE id = ? AND owner_id = ?',
)

const findKnown = statement<[namesJson: string], string>(
  `SELECT name.value FROM json_each(?) AS name
   WHERE EXISTS (SELECT 1 FROM images WHERE filename = name.value OR thumb_filename = name.value)`,
)

const insertShown = statement<[messageId: number | bigint, position: number, imageId: number]>(
  'INSERT INTO message_images (message_id, position, image_id) VALUES (?, ?, ?)',
)

const deleteShown = statement<[messageId: number], number>(
  'DELETE FROM message_images WHERE message_id = ? RETURNING image_id',
)

const deleteHidden = statement<[imageId: number], { filename: string; thumbFilename: string }>(
  `DELETE FROM images
   WHERE id = ? AND NOT EXISTS (SELECT 1 FROM message_images AS shown WHERE shown.image_id = images.id)
   RETURNING filename, thumb_filename AS thumbFilename`,
)

const deleteUnsent = statement<
  [cutoffMs: number, limit: number],
  { filename: string; thumbFilename: string }
>(
  `DELETE FROM images WHERE id IN (
     SELECT i.id FROM images AS i
     WHERE i.created_at_ms <= ? AND NOT EXISTS (SELECT 1 FROM message_images AS shown WHERE shown.image_id = i.id)
     LIMIT +?)
   RETURNING filename, thumb_filename AS thumbFilename`,
)

const ageUnsentOf = statement<[ownerId: number]>(
  `UPDATE images SET created_at_ms = 0 WHERE owner_id = ?
   AND NOT EXISTS (SELECT 1 FROM message_images AS shown WHERE shown.image_id = images.id)`,
)

/** One sweep holds up the commits behind it, so it takes what is left the next time. */
const maxSwept = 500

export function imageView(row: ImageRow): ImageView {
  return {
    image_id: String(row.imageId),
    url: imagePath(row.filename),
    thumb_url: imagePath(row.thumbFilename),
    width: row.width,
    height: row.height,
  }
}

/** On the HTTP server. */
export function imagePath(filename: string): string {
  return `/temp/images/${filename}`
}

export function imageByFilename(
  tx: Transaction,
  { accountId, filename }: QueryInput<'image_by_filename'>,
): QueryResult<'image_by_filename'> {
  const image = findByFilename(tx.db).get(filename, filename)
  if (image === undefined) return null
  const isReadable =
    image.ownerId === accountId || findShownTo(tx.db).get(image.imageId, accountId) !== undefined
  return isReadable ? { imageId: image.imageId, bytes: image.bytes } : null
}

export function knownFilenames(
  tx: Transaction,
  { filenames }: QueryInput<'known_filenames'>,
): QueryResult<'known_filenames'> {
  return findKnown(tx.db).pluck().all(JSON.stringify(filenames))
}

export function ownsImage(tx: Transaction, image: { id: number; ownerId: number }): boolean {
  return findOwned(tx.db).get(image.id, image.ownerId) !== undefined
}

export function showImages(tx: Transaction, messageId: number | bigint, imageIds: readonly number[]): void {
  for (const [position, imageId] of imageIds.entries()) insertShown(tx.db).run(messageId, position, imageId)
}

/** Forgets the pictures of a message that no other message shows, and says which files may go. */
export function hideImages(tx: Transaction, messageId: number): string[] {
  const imageIds = deleteShown(tx.db).pluck().all(messageId)
  const forgotten = imageIds.flatMap((imageId) => deleteHidden(tx.db).all(imageId))
  return filenamesOf(forgotten)
}

export function sweepImages(
  tx: Transaction,
  { olderThanMs }: CommandInput<'sweep_images'>,
): CommandResult<'sweep_images'> {
  const forgotten = deleteUnsent(tx.db).all(tx.nowMs - olderThanMs, maxSwept)
  return { filenames: filenamesOf(forgotten) }
}

/** The next sweep takes them, and their files: rows that simply went would leave files that nobody knows. */
export function ageUnsentImages(tx: Transaction, ownerId: number): void {
  ageUnsentOf(tx.db).run(ownerId)
}

function filenamesOf(images: readonly { filename: string; thumbFilename: string }[]): string[] {
  return images.flatMap((image) => [image.filename, image.thumbFilename])
}
