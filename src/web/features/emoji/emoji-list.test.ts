import { expect, test } from 'vitest'
import { emojiSchema } from '../../../protocol/values.ts'
import { en } from '../../i18n/en.ts'
import { zh } from '../../i18n/zh.ts'
import english from './emoji.en.txt?raw'
import chinese from './emoji.zh.txt?raw'
import { findEmoji, isOtherLanguage, loadBothEmoji, parseEmoji } from './emoji-list.ts'

const lists = [
  { language: 'en', groups: parseEmoji(english), text: en },
  { language: 'zh', groups: parseEmoji(chinese), text: zh },
]

test.each(lists)('offers nothing that the server would refuse ($language)', ({ groups }) => {
  const refused = groups.flat().filter(({ emoji }) => !emojiSchema.safeParse(emoji).success)

  expect(refused).toEqual([])
  expect(groups.flat().length).toBeGreaterThan(1_500)
})

test.each(lists)('has a title for each group ($language)', ({ groups, text }) => {
  expect(text.emoji.groups).toHaveLength(groups.length)
})

test.each([
  ['en', 'thumbs up', '👍'],
  ['en', 'HEART RED', '❤️'],
  ['en', 'tada', '🎉'],
  ['zh', '拇指', '👍'],
  ['zh', '红心', '❤️'],
] as const)('finds in %s by %s', (language, query, emoji) => {
  const { groups } = lists.find((list) => list.language === language) ?? { groups: [] }

  expect(
    findEmoji(groups, query)
      .slice(0, 8)
      .map((found) => found.emoji),
  ).toContain(emoji)
})

test.each([
  ['zh', 'tada', '🎉'],
  ['en', '红心', '❤️'],
] as const)('finds with the interface in %s by %s, too', async (language, query, emoji) => {
  expect(isOtherLanguage(language, query)).toBe(true)

  const found = findEmoji(await loadBothEmoji(language), query)

  expect(found.slice(0, 8).map((each) => each.emoji)).toContain(emoji)
})

test('puts first what begins with what was typed', () => {
  expect(findEmoji(parseEmoji('😿 crying cat|sad\n🐈 cat|animal'), 'cat').map(({ emoji }) => emoji)).toEqual([
    '🐈',
    '😿',
  ])
})

test('puts what one uses before everything else', () => {
  const [first] = findEmoji(parseEmoji(english), 'heart', ['❤️'])

  expect(first?.name).toBe('red heart')
})

test('an emoji that was typed finds itself', () => {
  expect(findEmoji(parseEmoji(english), ' 🦢 ').map(({ name }) => name)).toEqual(['swan'])
})
