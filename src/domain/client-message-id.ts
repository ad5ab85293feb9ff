/** The 16 bytes of a UUID, upper or lower case: half the size in the table and in its index. */
export function packUuid(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}

/** In lower case, as RFC 9562 (section 4) wants it written. */
export function unpackUuid(bytes: Buffer): string {
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
