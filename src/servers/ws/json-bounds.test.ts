import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { isWithinJsonBounds } from './json-bounds.ts'

const bounds = { maxDepth: 4, maxValues: 6 }
const within = (text: string) => isWithinJsonBounds(Buffer.from(text), bounds)

test.each([
  ['{}', true],
  ['[[[[]]]]', true],
  ['[[[[[]]]]]', false],
  ['{"a":{"b":{"c":{"d":{}}}}}', false],
  ['[1,2,3,4]', true],
  ['[1,2,3,4,5,6,7]', false],
  ['["[[[[[[[[", "]]]]", ",,,,,,,,,,"]', true],
  ['["\\"[[[[[[[["]', true],
  ['["\\\\", [[[[[]]]]]]', false],
  ['"never ended [[[[[[[[', true],
  ['', true],
])('[P-4] %s is within depth 4 and 6 values: %s', (text, expected) => {
  expect(within(text)).toBe(expected)
})

test('whatever is written inside strings counts for nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ',', ']', 'a') }), (text) => {
      expect(within(JSON.stringify([text, [text]]))).toBe(true)
    }),
  )
})

test('[P-4] a frame of quotes and backslashes alone is scanned in a moment', () => {
  const hostile = Buffer.from(`"${'\\"'.repeat(700_000)}`)
  // Of this thread alone: how busy the machine is does not count.
  const before = process.threadCpuUsage()
  isWithinJsonBounds(hostile, bounds)
  expect(process.threadCpuUsage(before).user / 1_000).toBeLessThan(500)
})
