import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

const bounds = { backoffMinMs: 100, backoffMaxMs: 15_000 }

test.each([
  [1, 0, 0],
  [1, 1, 100],
  [2, 1, 200],
  [5, 0.5, 800],
  [8, 1, 12_800],
  [9, 1, 15_000],
  [5_000, 1, 15_000],
])('attempt %i with chance %d waits %i ms', (attempt, random, expected) => {
  expect(backoffMs(attempt, random, bounds)).toBe(expected)
})
