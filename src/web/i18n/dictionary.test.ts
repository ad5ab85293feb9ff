import { expect, test } from 'vitest'
import { wireErrors } from '../../protocol/errors.ts'
import { en } from './en.ts'
import { zh } from './zh.ts'

test('says everything in both languages, and takes the same values for it', () => {
  expect(shapeOf(zh)).toEqual(shapeOf(en))
})

test.each([['en', en] as const, ['zh', zh] as const])(
  'has words for every wire error in %s',
  (_, dictionary) => {
    expect(Object.keys(dictionary.errors)).toEqual(expect.arrayContaining(Object.keys(wireErrors)))
    expect(Object.values(dictionary.errors).every((sentence) => sentence.length > 3)).toBe(true)
  },
)

test.each([['en', en] as const, ['zh', zh] as const])(
  'keeps the voice: no exclamation, no please, no 您 in %s',
  (_, dictionary) => {
    const said = sentencesOf(dictionary)

    expect(said.filter((sentence) => /[!！您]|\b(please|oops)\b/iu.test(sentence))).toEqual([])
  },
)

test('agrees in number', () => {
  expect(en.connection.caughtUp(1)).toBe('Back online, 1 message caught up.')
  expect(en.connection.caughtUp(37)).toBe('Back online, 37 messages caught up.')
  expect(en.conversation.typing(['Hannah'])).toBe('Hannah is typing')
  expect(en.conversation.typing(['Hannah', 'Priya'])).toBe('Hannah and Priya are typing')
  expect(zh.conversation.typing(['林悦', 'Priya'])).toBe('林悦和Priya 正在输入')
})

function shapeOf(value: unknown): unknown {
  if (typeof value === 'function') return 'sentence'
  if (typeof value === 'string') return 'text'
  return Object.fromEntries(Object.entries(value as object).map(([key, inner]) => [key, shapeOf(inner)]))
}

function sentencesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value === 'function') return [String(value('1', '2', '3'))].filter(() => value.length > 0)
  return Object.values(value as object).flatMap(sentencesOf)
}
