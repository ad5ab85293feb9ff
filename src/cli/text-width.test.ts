import { expect, test } from 'vitest'
import { padEndToWidth, textWidth } from './text-width.ts'

test.each([
  ['alice', 5],
  ['张伟', 4],
  ['カタカナ', 8],
  ['ｶﾅ', 2],
  ['한국어', 6],
  ['ａｄｍｉｎ', 10],
  ['（。）', 6],
  ['é', 1],
  ['👩‍👩‍👧', 2],
  ['🇨🇳', 2],
  ['❤️', 2],
  ['', 0],
])('counts the columns of %s: %i', (text, columns) => {
  expect(textWidth(text)).toBe(columns)
})

test('pads to columns, not to characters', () => {
  expect(padEndToWidth('张伟', 6)).toBe('张伟  ')
  expect(padEndToWidth('too long', 3)).toBe('too long')
})
