import type { ImageView } from '../protocol/views.ts'
import { expectEnabled } from './accounts.ts'
import { packUuid } from './client-message-id.ts'
import type { CommandInput, UploadClaim } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { type ImageRow, imageColumns, imageView } from './image-rows.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import type { Transaction } from './transaction.ts'

type FinishedRow = ImageRow & { sha256: Buffer; bytes: number }

const findFinished = statement<[ownerId: number, clientUploadId: Buffer], FinishedRow>(
  `SELECT ${imageColumns}, i.sent_sha256 AS sha256, i.sent_bytes AS bytes
   FROM images AS i WHERE i.owner_id = ? AND i.client_upload_id = ?`,
)

const sumBytes = statement<[ownerId: number], number>(
  'SELECT coalesce(sum(bytes), 0) FROM images WHERE owner_id = ?',
)

const insertImage = statement<
  [
    ownerId: number,
    filename: string,
    thumbFilename: string,
    width: number,
    height: number,
    bytes: number,
    nowMs: number,
    clientUploadId: Buffer | null,
    sentSha256: Buffer | null,
    sentBytes: number | null,
  ]
>(
  `INSERT INTO images (owner_id, filename, thumb_filename, width, height, bytes, created_at_ms,
     client_upload_id, sent_sha256, sent_bytes)
   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
)

export function addImage(tx: Transaction, input: CommandInput<'add_image'>): ImageView {
  const { ownerId, filename, thumbFilename, width, height, bytes, upload = null } = input
  // A picture takes a while to be prepared; its owner may be gone meanwhile, or the same picture quicker by another way.
  expectEnabled(tx, ownerId)
  const finished = upload && findSame(tx, ownerId, upload)
  if (finished !== null) return imageView(finished)
  refuseBeyondQuota(tx, input)
  const { lastInsertRowid } = insertImage(tx.db).run(
    ...([ownerId, filename, thumbFilename, width, height, bytes, tx.nowMs] as const),
    upload && packUuid(upload.clientUploadId),
    upload && Buffer.from(upload.sha256, 'hex'),
    upload && upload.bytes,
  )
  return imageView({ imageId: Number(lastInsertRowid), filename, thumbFilename, width, height })
}

/** [P-70] Throws idempotency_conflict where this name was another picture's. */
function findSame(tx: Transaction, ownerId: number, claim: UploadClaim): ImageRow | null {
  const finished = findFinished(tx.db).get(ownerId, packUuid(claim.clientUploadId))
  if (finished === undefined) return null
  const isSame = finished.bytes === claim.bytes && finished.sha256.toString('hex') === claim.sha256
  if (!isSame) throw uploadConflict()
  return finished
}

export function uploadConflict(): DomainError {
  return new DomainError('idempotency_conflict', {
    message: 'This client_upload_id was used for another picture.',
  })
}

function refuseBeyondQuota(tx: Transaction, input: CommandInput<'add_image'>): void {
  const { ownerId, bytes, quotaBytes = null } = input
  if (quotaBytes !== null && imageBytes(tx, { accountId: ownerId }) + bytes > quotaBytes)
    throw new DomainError('quota_exceeded')
}

export function finishedUpload(
  tx: Transaction,
  { accountId, claim }: QueryInput<'finished_upload'>,
): QueryResult<'finished_upload'> {
  const row = findSame(tx, accountId, claim)
  return row && imageView(row)
}

export function imageBytes(
  tx: Transaction,
  { accountId }: QueryInput<'image_bytes'>,
): QueryResult<'image_bytes'> {
  return sumBytes(tx.db).pluck().get(accountId) ?? 0
}
