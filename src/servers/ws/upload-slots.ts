import { DomainError } from '../../domain/errors.ts'
import type { Upload, UploadListener } from '../../domain/images/upload.ts'
import type { ImageUploads } from '../../domain/images/uploads.ts'
import { encodeJson, frameText } from '../../protocol/frames.ts'
import { decodeImageChunk } from '../../protocol/image-chunk.ts'
import type { ChunkAnswer } from '../../protocol/image-upload.ts'
import { limits } from '../../protocol/limits.ts'
import type { RequestPayload, ResponsePayload } from '../../protocol/requests.ts'
import type { Connection } from './connection.ts'
import { textFrame } from './frame.ts'
import { errorPayload } from './refusal.ts'

/** Gives each upload its number on the connection that sends it, and each chunk to its upload [P-71]. */
export interface UploadSlots {
  begin(
    connection: Connection,
    accountId: number,
    claim: RequestPayload<'image_upload'>,
  ): Promise<ResponsePayload<'image_upload'>>
  /**
   * `taken`: the chunk moved its upload on. `idle`: it did not, though nothing is wrong with it: it is of an upload that
   * has ended meanwhile, or came by another connection. Else why it is no chunk at all.
   */
  receive(connection: Connection, frame: Buffer): 'taken' | 'idle' | DomainError
}

interface Slot {
  readonly upload: Upload
  readonly listener: UploadListener
}

interface Slots {
  readonly open: Map<number, Slot>
  lastNumber: number
}

export function createUploadSlots(uploads: ImageUploads): UploadSlots {
  const slotsOf = new WeakMap<Connection, Slots>()

  async function begin(
    connection: Connection,
    accountId: number,
    claim: RequestPayload<'image_upload'>,
  ): Promise<ResponsePayload<'image_upload'>> {
    const slots = slotsOf.get(connection) ?? openSlots(connection)
    slots.lastNumber += 1
    const number = slots.lastNumber
    const listener = listenerOn(connection, number, () => slots.open.delete(number))
    const part = {
      ownerId: accountId,
      clientUploadId: claim.client_upload_id.toLowerCase(),
      bytes: claim.size,
      sha256: claim.sha256.toLowerCase(),
    }
    const begun = await uploads.begin(part, { mime: claim.mime, listener })
    if (begun.kind === 'finished') return { ...begun.image, dup: true }
    const { upload, offset } = begun
    leaveAll(slots, (other) => other.upload === upload)
    slots.open.set(number, { upload, listener })
    if (connection.state.kind === 'closing') leaveAll(slots)
    return { upload_id: number, offset, chunk: limits.maxImageChunkBytes, window: limits.imageWindowBytes }
  }

  function openSlots(connection: Connection): Slots {
    const slots: Slots = { open: new Map(), lastNumber: 0 }
    slotsOf.set(connection, slots)
    connection.endSignal.addEventListener('abort', () => leaveAll(slots), { once: true })
    return slots
  }

  function receive(connection: Connection, frame: Buffer): 'taken' | 'idle' | DomainError {
    if (connection.identity === null) return new DomainError('unauthenticated')
    const chunk = decodeImageChunk(frame)
    const slots = slotsOf.get(connection)
    if (chunk === null || slots === undefined || chunk.uploadId === 0 || chunk.uploadId > slots.lastNumber)
      return new DomainError('bad_request', {
        message: 'A binary frame is a piece of a picture, and image_upload says which numbers it may have.',
      })
    const slot = slots.open.get(chunk.uploadId)
    if (slot === undefined) return 'idle'
    return slot.upload.receive(slot.listener, chunk.offset, chunk.bytes) ? 'taken' : 'idle'
  }

  return { begin, receive }
}

function leaveAll({ open }: Slots, isMeant: (slot: Slot) => boolean = () => true): void {
  for (const [number, slot] of [...open].filter(([, slot]) => isMeant(slot))) {
    open.delete(number)
    slot.upload.leave(slot.listener)
  }
}

/** `onOver`: the number is not to be used any more. */
function listenerOn(connection: Connection, number: number, onOver: () => void): UploadListener {
  const send = ({ type, payload }: ChunkAnswer) =>
    connection.send(textFrame(frameText(type, encodeJson(payload))))
  return {
    progressed: (offset) => send({ type: 'ack', payload: { upload_id: number, offset } }),
    finished(image) {
      onOver()
      send({ type: 'ack', payload: { upload_id: number, ...image } })
    },
    failed(error) {
      onOver()
      send({ type: 'error', payload: { upload_id: number, ...errorPayload(error) } })
    },
  }
}
