/** Read at once; a page has other things to do in between. */
const sliceBytes = 256 * 1024

/**
 * The SHA-256 of a picture, in hexadecimal. Pages that came over plain HTTP from a LAN address have no `crypto.subtle`, and
 * do it themselves (FIPS 180-4): more slowly, and a slice at a time.
 */
export async function sha256(picture: Blob): Promise<string> {
  const subtle = (globalThis.crypto as { subtle?: typeof crypto.subtle } | undefined)?.subtle
  const digest =
    subtle === undefined
      ? await digestByHand(picture)
      : new Uint8Array(await subtle.digest('SHA-256', await picture.arrayBuffer()))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export async function digestByHand(picture: Blob): Promise<Uint8Array> {
  const state = Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)))
  for (let start = 0; start <= picture.size; start += sliceBytes) {
    const bytes = new Uint8Array(await picture.slice(start, start + sliceBytes).arrayBuffer())
    digest(state, bytes.length < sliceBytes ? padded(bytes, picture.size) : bytes)
  }
  const result = new DataView(new ArrayBuffer(32))
  for (const [index, word] of state.entries()) result.setUint32(index * 4, word)
  return new Uint8Array(result.buffer)
}

/** Section 5.1.1: a bit, zeros, and the length in bits, up to a whole block. */
function padded(bytes: Uint8Array, totalBytes: number): Uint8Array {
  const blocks = new Uint8Array(Math.ceil((bytes.length + 9) / blockBytes) * blockBytes)
  blocks.set(bytes)
  blocks[bytes.length] = 0x80
  const length = new DataView(blocks.buffer, blocks.length - 8)
  length.setUint32(0, Math.floor(totalBytes / 2 ** 29))
  length.setUint32(4, totalBytes * 8)
  return blocks
}

/** Section 6.2.2, with the names that it uses. One assignment each: swapping by lists costs ten times as much. */
function digest(state: Uint32Array, blocks: Uint8Array): void {
  const words = new DataView(blocks.buffer, blocks.byteOffset, blocks.byteLength)
  for (let start = 0; start < blocks.length; start += blockBytes) {
    fillSchedule(words, start)
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
    for (let round = 0; round < 64; round += 1) {
      const sum1 = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)
      const choice = (e & f) ^ (~e & g)
      const t1 = (h + sum1 + choice + (constants[round] as number) + (schedule[round] as number)) | 0
      const sum0 = turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)
      const majority = (a & b) ^ (a & c) ^ (b & c)
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + sum0 + majority) | 0
    }
    addTo(state, [a, b, c, d, e, f, g, h])
  }
}

function addTo(state: Uint32Array, words: readonly number[]): void {
  for (let index = 0; index < 8; index += 1)
    state[index] = (state[index] as number) + (words[index] as number)
}

function fillSchedule(words: DataView, start: number): void {
  for (let t = 0; t < 16; t += 1) schedule[t] = words.getInt32(start + t * 4)
  for (let t = 16; t < 64; t += 1) {
    const before2 = schedule[t - 2] as number
    const before15 = schedule[t - 15] as number
    const sigma1 = turned(before2, 17) ^ turned(before2, 19) ^ (before2 >>> 10)
    const sigma0 = turned(before15, 7) ^ turned(before15, 18) ^ (before15 >>> 3)
    schedule[t] = (sigma1 + (schedule[t - 7] as number) + sigma0 + (schedule[t - 16] as number)) | 0
  }
}

function turned(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

const blockBytes = 64
const schedule = new Int32Array(64)
const primes = firstPrimes(64)
/** Sections 4.2.2 and 5.3.3: the first bits of what follows the point in the roots of the first primes. */
const constants = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)))

function fraction(value: number): number {
  return Math.floor((value - Math.floor(value)) * 2 ** 32)
}

function firstPrimes(count: number): number[] {
  const found: number[] = []
  for (let number = 2; found.length < count; number += 1)
    if (found.every((prime) => number % prime !== 0)) found.push(number)
  return found
}
