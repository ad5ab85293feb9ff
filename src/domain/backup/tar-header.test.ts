import { expect, test } from 'vitest'
import { withTarSize } from '../../../test/helpers/tar-size.ts'
import { decodeTarHeader, encodeTarHeader, paddingBytes } from './tar-header.ts'

test.each([0, 1, 511, 512, 0o77777777777, 0o100000000000, Number.MAX_SAFE_INTEGER])(
  'a member of %d bytes is read as it was written',
  (bytes) => {
    const member = { name: 'images/0123456789abcdef0123456789abcdef-thumb.webp', bytes }

    expect(decodeTarHeader(encodeTarHeader(member, 1_800_000_000_000))).toEqual(member)
  },
)

test('a block of zeros is the end', () => {
  expect(decodeTarHeader(Buffer.alloc(512))).toBeNull()
})

test('a header in which any byte is another one is refused', () => {
  const header = encodeTarHeader({ name: 'chat.db', bytes: 4_096 }, 0)
  for (let at = 0; at < header.length; at += 1) {
    const damaged = Buffer.from(header)
    damaged[at] = (damaged[at] ?? 0) ^ 1

    // The field of the sum itself has spaces and zeros around its digits.
    if (at >= 148 && at < 156) continue
    expect(() => decodeTarHeader(damaged), `byte ${at}`).toThrow('damaged')
  }
})

test.each([
  [0, 0],
  [1, 511],
  [512, 0],
  [513, 511],
])('%d bytes are filled up with %d', (bytes, padding) => {
  expect(paddingBytes(bytes)).toBe(padding)
})

test.each(['-0000001000', '00000000008', '9', '7e7', 'size', '0 1'])('a size of %j is refused', (size) => {
  const header = withTarSize(encodeTarHeader({ name: 'chat.db', bytes: 0 }, 0), Buffer.from(size))

  expect(() => decodeTarHeader(header)).toThrow('no size')
})

test('a size that no file has is refused', () => {
  const size = Buffer.from('800000007fffffffffffffff', 'hex')
  const header = withTarSize(encodeTarHeader({ name: 'chat.db', bytes: 0 }, 0), size)

  expect(() => decodeTarHeader(header)).toThrow('no size')
})
