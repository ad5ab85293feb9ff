import type { ErrorPayload } from '../protocol/events.ts'
import type { ReplyFrame } from '../protocol/frames.ts'
import { encodeImageChunk } from '../protocol/image-chunk.ts'
import type { ResponsePayload } from '../protocol/requests.ts'
import type { ImageView } from '../protocol/views.ts'
import { disconnected, fromWire, timedOut } from './errors.ts'
import type { ImageClaim, ImageLine } from './image-line.ts'
import { createPace } from './upload-pace.ts'

export interface SendingOptions {
  claim: ImageClaim
  line: ImageLine
  signal: AbortSignal | undefined
  /** Bytes that the server keeps. */
  onProgress: (bytes: number) => void
}

type Opened = Extract<ResponsePayload<'image_upload'>, { upload_id: number }>

/** Silence after which the server is asked where it is: a chunk takes a while on a slow line … */
const sendingTimeoutMs = 30_000
/** … and pictures are prepared one after the other. */
const preparingTimeoutMs = 120_000

/** [P-71] One try, on one connection. Rejects with `ChatError` (whatever is wrong), or with the signal's reason. */
export async function sendImage(picture: Blob, options: SendingOptions): Promise<ImageView> {
  const { claim, line, signal } = options
  const early: ReplyFrame[] = []
  let hear = (frame: ReplyFrame): unknown => early.push(frame)
  const stopHearing = line.onAnswer((frame) => hear(frame))
  try {
    const reply = await line.ask('image_upload', claim, signal && { signal })
    const answer = reply.payload as unknown as ResponsePayload<'image_upload'>
    if ('image_id' in answer) return imageOf(answer)
    const sending = startSending(picture, answer, options)
    hear = sending.hear
    // Answers may overtake the ack that says whose they are.
    for (const frame of early) hear(frame)
    return await sending.ended
  } finally {
    stopHearing()
  }
}

function startSending(
  picture: Blob,
  opened: Opened,
  { line, signal, onProgress }: SendingOptions,
): { hear: (frame: ReplyFrame) => void; ended: Promise<ImageView> } {
  const { promise, resolve, reject } = Promise.withResolvers<ImageView>()
  const { upload_id: uploadId } = opened
  const { offset, chunk: chunkBytes, window: windowBytes } = opened
  const pace = createPace({ offset, chunkBytes, windowBytes })
  let ackedBytes = opened.offset
  let sentBytes = opened.offset
  let isOver = false
  let isReading = false
  let cancelTimeout = (): void => {}

  function hear({ type, payload }: ReplyFrame): void {
    if (payload['upload_id'] !== uploadId) return
    if (type === 'error') reject(fromWire(payload as unknown as ErrorPayload))
    else if ('image_id' in payload) resolve(imageOf(payload as unknown as ImageView))
    else acked(payload['offset'] as number)
  }

  function acked(bytes: number): void {
    if (bytes < ackedBytes) return
    ackedBytes = bytes
    // Another connection may be ahead of this one.
    sentBytes = Math.max(sentBytes, bytes)
    pace.acked(bytes, line.clock.monotonicMs())
    onProgress(bytes)
    goOn()
  }

  function goOn(): void {
    cancelTimeout()
    const timeoutMs = ackedBytes < picture.size ? sendingTimeoutMs : preparingTimeoutMs
    cancelTimeout = line.clock.after(timeoutMs, () => reject(timedOut('the upload')))
    // A file that cannot be read any more ends the upload.
    sendSome().catch(reject)
  }

  async function sendSome(): Promise<void> {
    if (isReading) return
    isReading = true
    for (let most = pace.nextBytes(); most > 0 && canSend(); most = pace.nextBytes()) {
      const from = sentBytes
      const bytes = new Uint8Array(await picture.slice(from, from + most).arrayBuffer())
      if (!canSend() || sentBytes !== from) continue
      if (!line.send(encodeImageChunk({ uploadId, offset: from, bytes }))) throw disconnected()
      sentBytes += bytes.length
      pace.sent(sentBytes, line.clock.monotonicMs())
    }
    isReading = false
  }

  function canSend(): boolean {
    return !isOver && sentBytes < picture.size
  }

  const abort = (): void => reject(signal?.reason as Error)
  signal?.addEventListener('abort', abort)
  const stopWatching = line.onCut(() => reject(disconnected()))
  onProgress(ackedBytes)
  goOn()
  const ended = promise.finally(() => {
    isOver = true
    cancelTimeout()
    stopWatching()
    signal?.removeEventListener('abort', abort)
  })
  return { hear, ended }
}

function imageOf({ image_id, url, thumb_url, width, height }: ImageView): ImageView {
  return { image_id, url, thumb_url, width, height }
}
