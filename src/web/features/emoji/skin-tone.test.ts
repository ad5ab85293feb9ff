import { expect, test } from 'vitest'
import { emojiSchema } from '../../../protocol/values.ts'
import english from './emoji.en.txt?raw'
import { parseEmoji } from './emoji-list.ts'
import { bare, type SkinTone, toned } from './skin-tone.ts'

test.each<[string, SkinTone, string]>([
  ['👍', 3, '👍🏽'],
  ['👍', 0, '👍'],
  ['☝️', 1, '☝🏻'],
  ['🤷‍♀️', 5, '🤷🏿‍♀️'],
  ['👩‍🤝‍👨', 2, '👩‍🤝‍👨'],
  ['🧑‍🤝‍🧑', 2, '🧑🏼‍🤝‍🧑🏼'],
  ['🐈', 4, '🐈'],
])('%s in tone %i is %s', (emoji, tone, expected) => {
  expect(toned(emoji, tone)).toBe(expected)
})

test('no tone makes anything of the list that the server would refuse', () => {
  const all = parseEmoji(english)
    .flat()
    .flatMap(({ emoji }) => [toned(emoji, 1), toned(emoji, 5)])

  expect(all.filter((emoji) => !emojiSchema.safeParse(emoji).success)).toEqual([])
  expect(all.filter((emoji) => emoji.includes('🏿')).length).toBeGreaterThan(250)
})

test('each tone of an emoji is known for the same', () => {
  expect([toned('☝️', 4), '☝️'].map(bare)).toEqual(['☝', '☝'])
})
