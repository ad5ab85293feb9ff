import type { ReplyFrame } from '../protocol/frames.ts'
import type { RequestPayload } from '../protocol/requests.ts'
import type { Clock } from './clock.ts'
import type { ChatError } from './errors.ts'
import type { Ask, RequestOptions } from './requests.ts'

export interface UploadOptions {
  /** Gives up, here and on the server. */
  signal?: AbortSignal
  /** From 0 to 1, of what the server keeps; at 1 it has all of it, and prepares the picture. Never falls but for a fault. */
  onProgress?: (fraction: number) => void
  /** The upload waits, and why: `disconnected`, `storage_full`, …; `null` when it goes on. */
  onPause?: (reason: ChatError | null) => void
  /** A UUID. Whoever keeps it with the picture goes on, after a reload too, where the upload was. */
  uploadId?: string
}

/** What an upload needs of the client. */
export interface ImageLine {
  readonly ask: Ask
  /** False where there is no open socket. */
  readonly send: (data: Uint8Array<ArrayBuffer>) => boolean
  readonly isLive: () => boolean
  readonly whenLive: (options: RequestOptions) => Promise<void>
  /** Calls back when there is no live connection any more. */
  readonly onCut: (listener: () => void) => () => void
  /** What the server says of chunks, all uploads' together. */
  readonly onAnswer: (listener: (frame: ReplyFrame) => void) => () => void
  readonly clock: Clock
  readonly random: () => number
}

export type ImageClaim = RequestPayload<'image_upload'>
