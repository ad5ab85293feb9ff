import type { EventType } from '../../protocol/events.ts'
import { type EventFrame, encodeJson, frameText } from '../../protocol/frames.ts'

const finalText = 0x81
const sixteenBitLength = 126
const sixtyFourBitLength = 127

/**
 * The bytes of one text frame from a server: final, not masked, not compressed (RFC 6455, section 5.2). Built once for
 * all of its receivers, who share it; nobody may write to it.
 */
export function textFrame(text: string): Buffer {
  return textFrames([text])
}

/** One frame behind the other, in one buffer. */
export function textFrames(texts: readonly string[]): Buffer {
  const payloadBytes = texts.map((text) => Buffer.byteLength(text))
  const totalBytes = payloadBytes.reduce((sum, bytes) => sum + headerBytesFor(bytes) + bytes, 0)
  const frames = Buffer.allocUnsafe(totalBytes)
  let at = 0
  for (const [index, text] of texts.entries()) {
    at = writeHeader(frames, at, payloadBytes[index] ?? 0)
    at += frames.write(text, at)
  }
  return frames
}

/** An event that no row stands behind. */
export function eventFrame<T extends EventType>(type: T, payload: EventFrame<T>['payload']): Buffer {
  return textFrame(frameText(type, encodeJson(payload)))
}

function headerBytesFor(payloadBytes: number): number {
  if (payloadBytes < sixteenBitLength) return 2
  return payloadBytes <= 0xffff ? 4 : 10
}

/** Where the payload begins. */
function writeHeader(frames: Buffer, at: number, payloadBytes: number): number {
  frames[at] = finalText
  if (payloadBytes < sixteenBitLength) {
    frames[at + 1] = payloadBytes
  } else if (payloadBytes <= 0xffff) {
    frames[at + 1] = sixteenBitLength
    frames.writeUInt16BE(payloadBytes, at + 2)
  } else {
    frames[at + 1] = sixtyFourBitLength
    frames.writeBigUInt64BE(BigInt(payloadBytes), at + 2)
  }
  return at + headerBytesFor(payloadBytes)
}
