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
  const payloadBytes = Buffer.byteLength(text)
  const headerBytes = headerBytesFor(payloadBytes)
  const frame = Buffer.allocUnsafe(headerBytes + payloadBytes)
  frame[0] = finalText
  writeLength(frame, payloadBytes)
  frame.write(text, headerBytes)
  return frame
}

/** An event that no row stands behind. */
export function eventFrame<T extends EventType>(type: T, payload: EventFrame<T>['payload']): Buffer {
  return textFrame(frameText(type, encodeJson(payload)))
}

function headerBytesFor(payloadBytes: number): number {
  if (payloadBytes < sixteenBitLength) return 2
  return payloadBytes <= 0xffff ? 4 : 10
}

function writeLength(frame: Buffer, payloadBytes: number): void {
  if (payloadBytes < sixteenBitLength) {
    frame[1] = payloadBytes
  } else if (payloadBytes <= 0xffff) {
    frame[1] = sixteenBitLength
    frame.writeUInt16BE(payloadBytes, 2)
  } else {
    frame[1] = sixtyFourBitLength
    frame.writeBigUInt64BE(BigInt(payloadBytes), 2)
  }
}
