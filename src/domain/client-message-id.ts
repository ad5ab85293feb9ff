import { randomFillSync } from 'node:crypto'

/** The 16 bytes of a UUID, upper or lower case: half the size in the table and in its index. */
export function packUuid(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

/** In lower case, as RFC 9562 (section 4) wants it written. */
export function unpackUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * For a message that came without one: 48 bits of time, so that neighbours in time are neighbours in the index, and
 * 74 random ones (RFC 9562, version 7).
 */
export function newUuid(nowMs: number): Buffer {
  const bytes = randomFillSync(Buffer.allocUnsafe(16), 6)
  bytes.writeUIntBE(nowMs, 0, 6)
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6)
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8)
  return bytes
}
