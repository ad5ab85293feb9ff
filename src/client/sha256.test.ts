import { createHash, randomFillSync } from 'node:crypto'
import { expect, it, vi } from 'vitest'
import { digestByHand, sha256 } from './sha256.ts'

const slice = 256 * 1024

it.each([0, 1, 55, 56, 63, 64, 65, 119, 120, 1_000, slice - 1, slice, slice + 1, 2 * slice, 3_000_000])(
  'hashes %i bytes as everybody else does',
  async (length) => {
    const bytes = randomFillSync(Buffer.alloc(length))
    const expected = createHash('sha256').update(bytes).digest('hex')

    expect(Buffer.from(await digestByHand(new Blob([bytes]))).toString('hex')).toBe(expected)
    expect(await sha256(new Blob([bytes]))).toBe(expected)
  },
)

it('does so by itself where the page came over plain HTTP', async () => {
  const digest = vi.spyOn(crypto.subtle, 'digest')
  vi.stubGlobal('crypto', { subtle: undefined })

  const hash = await sha256(new Blob(['abc'])).finally(() => vi.unstubAllGlobals())

  expect(hash).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(digest).not.toHaveBeenCalled()
})
