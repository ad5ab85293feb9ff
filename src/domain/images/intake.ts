import type { Readable } from 'node:stream'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import type { ImageView } from '../../protocol/views.ts'
import type { Store } from '../store.ts'

/** Takes pictures in: nothing is kept but what was decoded and encoded anew. */
export interface ImageIntake {
  /**
   * Resolves when the picture and its thumbnail are durable and have a row. Rejects, leaving nothing behind, with the
   * `DomainError`s unsupported_media, too_large, storage_full and unavailable. `signal`: the requester went away.
   */
  receive(
    source: Readable | Uint8Array,
    options: { ownerId: number; signal?: AbortSignal },
  ): Promise<ImageView>
  /** Ends what is under way. Idempotent. */
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
}

export function createImageIntake(_dependencies: ImageIntakeDependencies): ImageIntake {
  throw new Error('Expected the intake to be built.')
}
