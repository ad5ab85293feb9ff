import { expect, test } from 'vitest'
import { displayNameSchema } from './values.ts'

test.each([
  ['a Hangul filler', '\u3164'],
  ['two Hangul fillers', '\u115F\u1160'],
  ['the empty Braille cell', '\u2800'],
  ['a mark without a letter', '\u0301'],
  ['a variation selector', '\uFE0F'],
  ['a letter that turns the line around', 'a\u202Eb'],
  ['two lines', 'a\nb'],
])('a shown name cannot be %s', (_what, name) => {
  expect(displayNameSchema.safeParse(name).success).toBe(false)
})

test.each(['Ada', '李雷', 'أحمد', '❤️', '⠓⠊', 'J\u0301', '7'])('%s can be a shown name', (name) => {
  expect(displayNameSchema.safeParse(name).success).toBe(true)
})
