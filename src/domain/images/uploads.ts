import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { limits } from '../../protocol/limits.ts'
import type { ImageView } from '../../protocol/views.ts'
import { DomainError } from '../errors.ts'
import { uploadConflict } from '../image-arrival.ts'
import type { Store } from '../store.ts'
import type { Preparation } from './preparation.ts'
import { isStorageFull } from './storage-full.ts'
import { createTurnstile } from './turnstile.ts'
import { Upload, type UploadListener } from './upload.ts'
import { partFilename, type UploadPart, uploadKey } from './upload-part.ts'
import { findPart, removePart } from './upload-parts.ts'
import { whoGivesWay } from './upload-places.ts'

/** [P-70] Pictures that come in pieces, and may come in several tries. */
export interface ImageUploads {
  /**
   * Begins an upload, or goes on with one that this process or another before it had begun. Rejects with `DomainError`:
   * unsupported_media, too_large, idempotency_conflict, quota_exceeded, rate_limited, storage_full, unavailable.
   */
  begin(part: UploadPart, options: { mime: string; listener: UploadListener }): Promise<Begun>
  /** Forgets what has come; what is finished stays. Idempotent. */
  cancel(part: Pick<UploadPart, 'ownerId' | 'clientUploadId'>): Promise<void>
  /** Puts everything aside, as far as it is. Idempotent. */
  close(): Promise<void>
}

export type Begun =
  | { readonly kind: 'finished'; readonly image: ImageView }
  /** `offset`: how much of it is there. */
  | { readonly kind: 'open'; readonly offset: number; readonly upload: Upload }

/** Uploads of all users whose files are open at once: each may have a window of bytes in memory. */
const maxOpen = 64
/** Requests to begin that wait for the one before: they look at the same folder. */
const maxWaiting = 200

const takenTypes: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  // A sender who does not know, says so; the bytes decide.
  'application/octet-stream',
])

export function createImageUploads(options: {
  incoming: string
  maxBytes: number
  preparation: Preparation
  store: Pick<Store, 'read'>
  refuseBeyondQuota: (ownerId: number) => Promise<void>
  clock: Clock
  log: Log
}): ImageUploads {
  const { incoming, maxBytes, preparation, store, refuseBeyondQuota, clock, log } = options
  const uploads = new Map<string, Upload>()
  const turnstile = createTurnstile({ maxWaiting })
  const closing = new AbortController()

  async function begin(
    part: UploadPart,
    { mime, listener }: { mime: string; listener: UploadListener },
  ): Promise<Begun> {
    if (!takenTypes.has(mime)) throw new DomainError('unsupported_media')
    if (part.bytes > maxBytes) throw new DomainError('too_large')
    return turnstile.pass(() => beginNext(part, listener).catch(refuseFullDisk), closing.signal)
  }

  async function beginNext(part: UploadPart, listener: UploadListener): Promise<Begun> {
    const upload = await ongoing(part)
    if (upload !== null) return attached(upload, listener)
    const image = await store.read('finished_upload', { accountId: part.ownerId, claim: part })
    if (image !== null) return { kind: 'finished', image }
    return attached(await reopen(part), listener)
  }

  /** The one that this process works on, if any; one that is just ending has to have ended. */
  async function ongoing(part: UploadPart): Promise<Upload | null> {
    const upload = uploads.get(uploadKey(part))
    if (upload === undefined) return null
    if (partFilename(upload.part) !== partFilename(part)) throw uploadConflict()
    if (!upload.isEnded) return upload
    await upload.ended
    return null
  }

  async function reopen(part: UploadPart): Promise<Upload> {
    await refuseBeyondQuota(part.ownerId)
    await findPlace(part.ownerId)
    const file = await findPart(incoming, part, (other) => uploads.has(uploadKey(other)))
    const handle = await open(file, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
    const upload = new Upload({
      ...{ part, file, handle, clock, log },
      writtenBytes: Math.min((await handle.stat()).size, part.bytes),
      prepare: async (signal) => {
        await refuseOtherBytes(file, part.sha256, signal)
        return preparation.prepare(file, { ownerId: part.ownerId, signal, upload: part })
      },
      onEnd: () => uploads.delete(uploadKey(part)),
    })
    uploads.set(uploadKey(part), upload)
    return upload
  }

  async function findPlace(ownerId: number): Promise<void> {
    const open = [...uploads.values()]
    const own = open.filter(({ part }) => part.ownerId === ownerId)
    if (own.length >= limits.maxOpenUploads) throw new DomainError('rate_limited', { retryAfterMs: 1_000 })
    if (open.length < maxOpen) return
    // One that has just ended leaves its place in a moment.
    const ending = open.find(({ isEnded }) => isEnded)
    if (ending !== undefined) return ending.ended
    const upload = whoGivesWay(open, { ownerId, nowMs: clock.monotonicMs() })
    if (upload === undefined) throw new DomainError('unavailable')
    await upload.giveWay()
  }

  async function cancel(part: Pick<UploadPart, 'ownerId' | 'clientUploadId'>): Promise<void> {
    await turnstile.pass(async () => {
      const upload = uploads.get(uploadKey(part))
      if (upload !== undefined) await upload.cancel()
      await removePart(incoming, part)
    }, closing.signal)
  }

  async function close(): Promise<void> {
    closing.abort(new DomainError('unavailable'))
    await Promise.all([...uploads.values()].map((upload) => upload.close()))
  }

  return { begin, cancel, close }
}

function refuseFullDisk(error: unknown): never {
  throw isStorageFull(error) ? new DomainError('storage_full', { cause: error }) : error
}

function attached(upload: Upload, listener: UploadListener): Begun {
  // It failed this very moment, and has told its listeners.
  if (upload.isEnded) throw new DomainError('unavailable')
  upload.attach(listener)
  return { kind: 'open', offset: upload.writtenBytes, upload }
}

/** [P-73] Of what is in the file, wherever it came from: a power cut may have left holes. */
async function refuseOtherBytes(file: string, sha256: string, signal: AbortSignal): Promise<void> {
  const hash = createHash('sha256')
  for await (const bytes of createReadStream(file, { signal, highWaterMark: 256 * 1024 }))
    hash.update(bytes as Buffer)
  if (hash.digest('hex') !== sha256) throw new DomainError('hash_mismatch')
}
