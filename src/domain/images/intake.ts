import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { ImageView } from '../../protocol/views.ts'
import { DomainError } from '../errors.ts'
import type { Store } from '../store.ts'
import { newImageFilenames } from './filename.ts'
import { spool } from './spool.ts'
import { isStorageFull } from './storage-full.ts'
import { createTurnstile } from './turnstile.ts'
import { defaultWorkerBounds, imageWorkerFile, runWorker, type WorkerBounds } from './worker-process.ts'

/** Takes pictures in: nothing is kept but what was decoded and encoded anew. */
export interface ImageIntake {
  /**
   * Resolves when the picture and its thumbnail are durable and have a row. Rejects, leaving nothing behind, with the
   * `DomainError`s unsupported_media, too_large, bad_request (it broke off), storage_full and unavailable, or with the reason of `signal`: the
   * requester went away. A stream that was refused is not destroyed.
   */
  receive(
    source: Readable | Uint8Array,
    options: { ownerId: number; signal?: AbortSignal },
  ): Promise<ImageView>
  /** Ends what is under way, and resolves when it has left nothing behind. Idempotent. */
  close(): Promise<void>
}

export interface ImageIntakeDependencies {
  /** Folder of the pictures, absolute. Made if it is missing. */
  dir: string
  maxBytes: number
  maxPixels: number
  store: Pick<Store, 'execute'>
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
/** Pictures that may wait for the decoder; it takes about a second for each. */
const maxWaiting = 20

export function createImageIntake(dependencies: ImageIntakeDependencies): ImageIntake {
  const { dir, maxBytes, maxPixels, store, log, clock, workerFile = imageWorkerFile } = dependencies
  const incoming = path.join(dir, incomingFolder)
  const environment = { workerFile, bounds: { ...defaultWorkerBounds, ...dependencies.bounds }, clock, log }
  const decoder = createTurnstile({ maxWaiting })
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
    const names = newImageFilenames()
    const upload = path.join(incoming, names.picture.replace('.webp', '.upload'))
    const made = {
      picture: path.join(incoming, names.picture),
      thumbnail: path.join(incoming, names.thumbnail),
    }
    const kept = { picture: path.join(dir, names.picture), thumbnail: path.join(dir, names.thumbnail) }
    try {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      await spool(source, { file: upload, maxBytes, signal })
      const task = { source: upload, ...made, maxPixels }
      const { width, height, bytes } = await decoder.pass(() => runWorker(task, signal, environment), signal)
      await rename(made.thumbnail, kept.thumbnail)
      await rename(made.picture, kept.picture)
      await syncFolder(dir)
      return await store.execute('add_image', {
        ...{ ownerId, filename: names.picture, thumbFilename: names.thumbnail },
        ...{ width, height, bytes },
      })
    } catch (error) {
      await Promise.all([...Object.values(made), ...Object.values(kept)].map(removeFile))
      throw error
    } finally {
      await removeFile(upload)
    }
  }

  async function close(): Promise<void> {
    closing.abort(new DomainError('unavailable'))
    await Promise.allSettled(receiving)
  }

  return { receive, close }
}

async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** A rename is durable when the folder is; the files were synced before. */
async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
