import { expect, test } from 'vitest'
import { nextZoom } from './zoom.ts'

test.each([
  [1, 1, 2],
  [2, 1, 4],
  [4, 1, 4],
  [4, -1, 2],
  [1, -1, 1],
] as const)('from %i by %i to %i', (zoom, direction, next) => {
  expect(nextZoom(zoom, direction)).toBe(next)
})
