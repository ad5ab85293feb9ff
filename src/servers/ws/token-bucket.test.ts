import { expect, test } from 'vitest'
import { TokenBucket } from './token-bucket.ts'

test('[P-42] a burst is taken at once, and then one as often as it comes back', () => {
  const bucket = new TokenBucket({ perSecond: 5, burst: 3 }, 0)

  expect([bucket.take(0), bucket.take(0), bucket.take(0)]).toEqual([0, 0, 0])
  expect(bucket.take(0)).toBe(200)
  expect(bucket.take(199)).toBe(1)
  expect(bucket.take(200)).toBe(0)
  expect(bucket.take(200)).toBe(200)
})

test('time that passes unused is worth a burst and no more', () => {
  const bucket = new TokenBucket({ perSecond: 5, burst: 2 }, 0)

  expect(bucket.isFull(60_000)).toBe(true)
  expect([bucket.take(60_000), bucket.take(60_000)]).toEqual([0, 0])
  expect(bucket.take(60_000)).toBe(200)
})

test('asking how long costs nothing', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, 0)

  expect([bucket.waitMs(0), bucket.waitMs(0), bucket.take(0)]).toEqual([0, 0, 0])
  expect(bucket.waitMs(0)).toBe(1_000)
})
