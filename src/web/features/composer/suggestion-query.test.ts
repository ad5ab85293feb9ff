import { expect, test } from 'vitest'
import { suggestionQuery } from './suggestion-query.ts'

test.each([
  ['@', 'mention', ''],
  ['Thanks @ha', 'mention', 'ha'],
  ['谢谢@林', 'mention', '林'],
  ['谢谢＠林', 'mention', '林'],
  ['(@wei.z', 'mention', 'wei.z'],
  ['so :tada', 'emoji', 'tada'],
  ['好：笑', 'emoji', '笑'],
])('%s asks for a %s by "%s"', (text, kind, query) => {
  expect(suggestionQuery(text, text.length)).toMatchObject({ kind, text: query })
})

test.each(['hannah@heron', '@hannah ', '10:30', ':)', 'http://x', 'a :p', '@@', ''])(
  '%s asks for nothing',
  (text) => {
    expect(suggestionQuery(text, text.length)).toBeNull()
  },
)

test('looks at the caret, not at the end', () => {
  expect(suggestionQuery('@ha and more', 3)).toEqual({ kind: 'mention', from: 0, to: 3, text: 'ha' })
})
