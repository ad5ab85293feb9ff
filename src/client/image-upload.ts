import type { ImageView } from '../protocol/views.ts'
import { backoffMs } from './backoff.ts'
import { ChatError, type ChatErrorCode, disconnected } from './errors.ts'
import type { ImageClaim, ImageLine, UploadOptions } from './image-line.ts'
import { sendImage } from './image-sending.ts'
import { sha256 } from './sha256.ts'
import { newUuid } from './uuid.ts'

/** Failures one after the other, with nothing more arrived between, after which a person decides. */
const maxFailures = 8
/** Bytes that arrive damaged again and again are so where they come from. */
const maxMismatches = 3
/** What lasts, and ends by itself. */
const waitedOut: ReadonlySet<ChatErrorCode> = new Set(['disconnected', 'rate_limited', 'storage_full'])
/** A timer's longest. The wait has no end of its own: `closed` and the signal end it. */
const forEverMs = 2 ** 31 - 1

/**
 * [P-70] Sends a picture, in as many tries as it takes. Rejects with `ChatError` where the server refuses it or the
 * client is closed, and with the signal's reason.
 */
export async function uploadImage(
  picture: Blob,
  options: UploadOptions,
  line: ImageLine,
): Promise<ImageView> {
  const { signal } = options
  const claim: ImageClaim = {
    client_upload_id: options.uploadId ?? newUuid(line.clock.nowMs()),
    mime: picture.type === '' ? 'application/octet-stream' : picture.type,
    size: picture.size,
    sha256: await sha256(picture),
  }
  try {
    return await sendUntilThere(picture, { claim, options, line })
  } catch (error) {
    // Without a connection it is forgotten by itself, after a day.
    if (signal?.aborted) line.ask('image_upload_cancel', claim).catch(() => undefined)
    throw error
  }
}

async function sendUntilThere(
  picture: Blob,
  { claim, options, line }: { claim: ImageClaim; options: UploadOptions; line: ImageLine },
): Promise<ImageView> {
  const { signal } = options
  const failures = createFailures()
  const tellPause = createPauseTeller(options)
  for (;;) {
    if (!line.isLive()) tellPause(disconnected())
    await line.whenLive({ timeoutMs: forEverMs, ...(signal && { signal }) })
    tellPause(null)
    try {
      return await sendImage(picture, { claim, line, signal, onProgress: (bytes) => arrived(bytes) })
    } catch (error) {
      signal?.throwIfAborted()
      if (!failures.count(error)) throw error
      // The connection has pauses of its own.
      if (error.code === 'disconnected') continue
      tellPause(error)
      await pause(line, failures.delayMs(error, line.random), signal)
    }
  }

  function arrived(bytes: number): void {
    failures.progressed(bytes)
    options.onProgress?.(bytes / claim.size)
  }
}

/** That it goes on is news only where it had paused. */
function createPauseTeller({ onPause }: UploadOptions): (reason: ChatError | null) => void {
  let isPaused = false
  return (reason) => {
    if (reason !== null || isPaused) onPause?.(reason)
    isPaused = reason !== null
  }
}

interface Failures {
  /** Whether it is worth another try. */
  count(error: unknown): error is ChatError
  progressed(bytes: number): void
  delayMs(error: ChatError, random: () => number): number
}

function createFailures(): Failures {
  let inARow = 0
  let mismatches = 0
  let mostBytes = 0

  function isWorthARetry(error: ChatError): boolean {
    if (error.code === 'hash_mismatch') return ++mismatches < maxMismatches
    return error.retryable && (waitedOut.has(error.code) || inARow < maxFailures)
  }

  return {
    count(error): error is ChatError {
      inARow += 1
      return error instanceof ChatError && isWorthARetry(error)
    },
    progressed(bytes) {
      if (bytes > mostBytes) inARow = 0
      mostBytes = Math.max(mostBytes, bytes)
    },
    delayMs: ({ retryAfterMs = 0 }, random) => Math.max(retryAfterMs, backoffMs(inARow, random)),
  }
}

function pause({ clock }: ImageLine, delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const abort = (): void => reject(signal?.reason as Error)
  const cancel = clock.after(delayMs, resolve)
  signal?.addEventListener('abort', abort)
  return promise.finally(() => {
    cancel()
    signal?.removeEventListener('abort', abort)
  })
}
