/**
 * [P-71] A binary frame: a piece of a picture behind eight bytes that say whose it is and where it belongs.
 * ```
 *  0               4               8
 *  ├───────────────┼───────────────┼──────────────────────────┐
 *  │ upload_id     │ offset        │ the picture's bytes …    │
 *  └───────────────┴───────────────┴──────────────────────────┘
 *    unsigned, big-endian
 * ```
 */
export interface ImageChunk {
  readonly uploadId: number
  readonly offset: number
  readonly bytes: Uint8Array
}

export const chunkHeaderBytes = 8

export function encodeImageChunk({ uploadId, offset, bytes }: ImageChunk): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(chunkHeaderBytes + bytes.length)
  const header = new DataView(frame.buffer)
  header.setUint32(0, uploadId)
  header.setUint32(4, offset)
  frame.set(bytes, chunkHeaderBytes)
  return frame
}

/** `null` where the frame is too short to say what it is. The bytes are those of the frame, not a copy. */
export function decodeImageChunk(frame: Uint8Array): ImageChunk | null {
  if (frame.length < chunkHeaderBytes) return null
  const header = new DataView(frame.buffer, frame.byteOffset, chunkHeaderBytes)
  const bytes = frame.subarray(chunkHeaderBytes)
  return { uploadId: header.getUint32(0), offset: header.getUint32(4), bytes }
}
