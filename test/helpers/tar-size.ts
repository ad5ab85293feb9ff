const sizeAt = 124
const sumAt = 148
const fieldBytes = 8

/** A header as whoever means harm would write it: with another size, and a checksum that is right. */
export function withTarSize(header: Buffer, size: Buffer): Buffer {
  const forged = Buffer.from(header)
  forged.fill(0, sizeAt, sizeAt + 12)
  size.copy(forged, sizeAt)
  forged.fill(' ', sumAt, sumAt + fieldBytes)
  const sum = forged.reduce((total, byte) => total + byte, 0)
  forged.write(`${sum.toString(8).padStart(6, '0')}\0 `, sumAt)
  return forged
}
