import { expect, test } from 'vitest'
import { skeletonOf } from './confusables.ts'
import { foldName, usernameForms } from './usernames.ts'

test.each([
  ['case', 'ADA', 'ada'],
  ['width', 'Ａｄａ', 'ada'],
  ['composition', 'e\u0301lodie', 'élodie'],
  ['sharp s', 'STRASSE', 'straße'],
  ['the two small sigmas', 'ΟΔΥΣΣΕΥΣ', 'οδυσσευς'],
  ['invisible characters', 'a\u00ADd\uFE0Fa', 'ada'],
  ['compatibility forms', 'ﬁn', 'fin'],
])('names are the same without regard to %s', (_, one, other) => {
  expect(foldName(one)).toBe(foldName(other))
})

test.each([
  ['Cyrillic', 'раураl', 'paypal'],
  ['Greek', 'αdα', 'ada'],
  ['Armenian', 'սѕеr', 'user'],
  ['a zero for an o', 'b0b', 'bob'],
  ['a one for an l', 'a1ice', 'alice'],
  ['a capital I for an l', 'aIice', 'alice'],
  ['rn for m', 'adarn', 'adam'],
  ['vv for w', 'vvim', 'wim'],
  ['fullwidth', 'ｂｏｂ', 'bob'],
  ['a mathematical letter', '𝐛𝐨𝐛', 'bob'],
])('%s looks like Latin', (_, one, other) => {
  expect(skeletonOf(one)).toBe(skeletonOf(other))
})

test.each([
  ['ian', 'lan'],
  ['jose', 'josé'],
  ['李雷', '李蕾'],
  ['иван', 'ivan'],
  ['ada', 'adam'],
])('%s and %s are two names', (one, other) => {
  expect(usernameForms(one).skeleton).not.toBe(usernameForms(other).skeleton)
})

test.each([
  ['nothing that can be seen', '\u3164'],
  ['a sentence in one character', '\uFDFA'],
  ['a name that grows beyond its limit', '\u3300'.repeat(32)],
])('refuses %s', (_, name) => {
  expect(() => usernameForms(name)).toThrow(expect.objectContaining({ code: 'bad_request' }))
})

test('a name is shown as it was written, in its compatible and visible form', () => {
  expect(usernameForms('Ａda\u00AD')).toMatchObject({ username: 'Ada', folded: 'ada' })
})
