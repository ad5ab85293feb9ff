/** A member of an archive as its header tells it: POSIX ustar, with GNU's spelling of sizes beyond 8 GiB. */
export interface TarMember {
  readonly name: string
  readonly bytes: number
}

export const blockBytes = 512

// Where the fields lie, from POSIX.1-1988.
const nameField = [0, 100] as const
const modeField = [100, 8] as const
const ownerField = [108, 8] as const
const groupField = [116, 8] as const
const sizeField = [124, 12] as const
const timeField = [136, 12] as const
const sumField = [148, 8] as const
const typeAt = 156
const magicAt = 257
const magic = 'ustar\u000000'

/** The largest size that fits into eleven octal digits. */
const largestOctal = 0o77777777777
const bigNumberMark = 0x80

export function encodeTarHeader({ name, bytes }: TarMember, madeAtMs: number): Buffer {
  const header = Buffer.alloc(blockBytes)
  if (Buffer.byteLength(name) > nameField[1]) throw new Error(`Expected a name of at most 100 bytes: ${name}`)
  header.write(name, nameField[0])
  writeOctal(header, modeField, 0o600)
  writeOctal(header, ownerField, 0)
  writeOctal(header, groupField, 0)
  writeSize(header, bytes)
  writeOctal(header, timeField, Math.floor(madeAtMs / 1_000))
  header.write('0', typeAt)
  header.write(magic, magicAt)
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, sumField[0])
  return header
}

/** `null` for the block of zeros that ends an archive. Throws where it is no header, or one that we do not write. */
export function decodeTarHeader(header: Buffer): TarMember | null {
  if (header.every((byte) => byte === 0)) return null
  if (readOctal(header, sumField) !== checksum(header)) throw new Error('a header is damaged')
  if (header[typeAt] !== '0'.charCodeAt(0)) throw new Error('it holds something else than files')
  return { name: readText(header, nameField), bytes: readSize(header) }
}

/** What a member's bytes are filled up with. */
export function paddingBytes(bytes: number): number {
  return (blockBytes - (bytes % blockBytes)) % blockBytes
}

type Field = readonly [at: number, length: number]

function writeOctal(header: Buffer, [at, length]: Field, value: number): void {
  header.write(value.toString(8).padStart(length - 1, '0'), at)
}

function writeSize(header: Buffer, bytes: number): void {
  if (bytes <= largestOctal) return writeOctal(header, sizeField, bytes)
  header[sizeField[0]] = bigNumberMark
  header.writeBigUInt64BE(BigInt(bytes), sizeField[0] + sizeField[1] - 8)
}

/** Whoever reads on behind a member goes by it: a negative one would lead back, and around for ever. */
function readSize(header: Buffer): number {
  const bytes =
    header[sizeField[0]] === bigNumberMark
      ? Number(header.readBigUInt64BE(sizeField[0] + sizeField[1] - 8))
      : readOctal(header, sizeField)
  if (!Number.isSafeInteger(bytes)) throw new Error('a header has no size')
  return bytes
}

/** `NaN` where it is anything but octal digits. */
function readOctal(header: Buffer, field: Field): number {
  const digits = readText(header, field).trim()
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN
}

function readText(header: Buffer, [at, length]: Field): string {
  const field = header.subarray(at, at + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? length : end)
}

/** The sum of all bytes, its own field taken as spaces. */
function checksum(header: Buffer): number {
  const [at, length] = sumField
  return header.reduce(
    (sum, byte, index) => sum + (index >= at && index < at + length ? ' '.charCodeAt(0) : byte),
    0,
  )
}
