import { expect, test } from 'vitest'
import { parseDuration } from './duration.ts'

test.each([
  ['1m', 60_000],
  ['12h', 43_200_000],
  ['7d', 604_800_000],
  ['2w', 1_209_600_000],
  ['365d', 31_536_000_000],
  ['never', null],
])('reads %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

test.each(['0d', '7', 'd', '7 d', '-1d', '1.5h', '366d', '999999w', 'Infinityd', ''])(
  'refuses %j',
  (text) => {
    expect(() => parseDuration(text)).toThrow(`got ${JSON.stringify(text)}`)
  },
)
