import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it.each([
  [0, 500, 1_000],
  [1, 500, 1_000],
  [2, 500, 2_000],
  [5, 500, 16_000],
  [6, 500, 30_000],
  [10_000, 500, 30_000],
])('[P-40] waits after %i failures for %i to %i ms', (attempt, leastMs, mostMs) => {
  expect(backoffMs(attempt, () => 0)).toBe(leastMs)
  expect(backoffMs(attempt, () => 1)).toBe(mostMs)
})
