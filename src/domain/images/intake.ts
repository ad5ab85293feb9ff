import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { ImageView } from '../../protocol/views.ts'
import { DomainError } from '../errors.ts'
import type { Store } from '../store.ts'
import { newImageFilenames } from './filename.ts'
import { createPreparation, removeFile } from './preparation.ts'
import { spool } from './spool.ts'
import { isStorageFull } from './storage-full.ts'
import { createImageUploads, type ImageUploads } from './uploads.ts'
import { defaultWorkerBounds, imageWorkerFile, type WorkerBounds } from './worker-process.ts'

/** Takes pictures in: nothing is kept but what was decoded and encoded anew. */
export interface ImageIntake {
  /**
   * Resolves when the picture and its thumbnail are durable and have a row. Rejects, leaving nothing behind, with the
   * `DomainError`s unsupported_media, too_large, bad_request (it broke off), quota_exceeded, storage_full and unavailable,
   * or with the reason of `signal`: the requester went away. A stream that was refused is not destroyed.
   */
  receive(
    source: Readable | Uint8Array,
    options: { ownerId: number; signal?: AbortSignal },
  ): Promise<ImageView>
  /** Those that come in pieces. */
  readonly uploads: ImageUploads
  /** Ends what is under way, and resolves when it has left nothing behind but uploads to go on with. Idempotent. */
  close(): Promise<void>
}

export interface ImageIntakeDependencies {
  /** Folder of the pictures, absolute. Made if it is missing. */
  dir: string
  maxBytes: number
  maxPixels: number
  /** What the pictures of one user may take; `null`: no limit. */
  quotaBytesPerUser: number | null
  store: Pick<Store, 'execute' | 'read'>
  log: Log
  clock: Clock
  /** For tests. */
  workerFile?: string
  bounds?: Partial<WorkerBounds>
}

/** Where pictures lie until they are known to be pictures; on the same file system, so that a rename publishes them. */
export const incomingFolder = '.incoming'

/** Pictures that may be on their way in at once, and so the disk that strangers to each other can take: times `maxBytes`. */
const maxReceiving = 32

export function createImageIntake(dependencies: ImageIntakeDependencies): ImageIntake {
  const { dir, maxBytes, store, log, clock, workerFile = imageWorkerFile } = dependencies
  const quotaBytes = dependencies.quotaBytesPerUser
  const incoming = path.join(dir, incomingFolder)
  const environment = { workerFile, bounds: { ...defaultWorkerBounds, ...dependencies.bounds }, clock, log }
  const preparation = createPreparation({ ...dependencies, incoming, quotaBytes, environment })
  const uploads = createImageUploads({ ...dependencies, incoming, preparation, refuseBeyondQuota })
  const closing = new AbortController()
  const receiving = new Set<Promise<ImageView>>()

  async function receive(
    source: Readable | Uint8Array,
    options: { ownerId: number; signal?: AbortSignal },
  ): Promise<ImageView> {
    if (receiving.size >= maxReceiving || closing.signal.aborted) throw new DomainError('unavailable')
    const signals = [closing.signal, ...(options.signal === undefined ? [] : [options.signal])]
    const received = takeIn(source, options.ownerId, AbortSignal.any(signals))
    receiving.add(received)
    try {
      return await received
    } catch (error) {
      throw isStorageFull(error) ? new DomainError('storage_full', { cause: error }) : error
    } finally {
      receiving.delete(received)
    }
  }

  async function takeIn(
    source: Readable | Uint8Array,
    ownerId: number,
    signal: AbortSignal,
  ): Promise<ImageView> {
    await refuseBeyondQuota(ownerId)
    const file = path.join(incoming, newImageFilenames().picture.replace('.webp', '.upload'))
    try {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      await spool(source, { file, maxBytes, signal })
      return await preparation.prepare(file, { ownerId, signal, upload: null })
    } finally {
      await removeFile(file)
    }
  }

  /** Before a byte comes; how much it will be, only the encoder knows, and the row is refused that goes beyond. */
  async function refuseBeyondQuota(ownerId: number): Promise<void> {
    if (quotaBytes === null) return
    const usedBytes = await store.read('image_bytes', { accountId: ownerId })
    if (usedBytes >= quotaBytes) throw new DomainError('quota_exceeded')
  }

  async function close(): Promise<void> {
    closing.abort(new DomainError('unavailable'))
    await Promise.all([Promise.allSettled(receiving), uploads.close()])
  }

  return { receive, uploads, close }
}
