import { expect, test } from 'vitest'
import { fitWithin } from './fit.ts'

test.each([
  [
    { width: 2048, height: 1024 },
    { width: 360, height: 180 },
  ],
  [
    { width: 1000, height: 2000 },
    { width: 160, height: 320 },
  ],
  [
    { width: 100, height: 80 },
    { width: 100, height: 80 },
  ],
  [
    { width: 4000, height: 10 },
    { width: 360, height: 40 },
  ],
])('fits %o', (picture, expected) => {
  expect(fitWithin(picture, { width: 360, height: 320 })).toEqual(expected)
})
