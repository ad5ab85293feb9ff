import { expect, test } from 'vitest'
import { plainSnippet } from './plain-snippet.ts'

test.each([
  ['**Proofs** from 上海', ['Proofs', '上海'], 'Proofs from 上海'],
  ['run `npm start` in ~~vain~~ **time**', ['start', 'vain'], 'run npm start in vain time'],
  ['a **bold claim**', ['bold claim'], 'a bold claim'],
  ['2 ** 3 ** 4 and `', ['3'], '2 ** 3 ** 4 and `'],
  ['nothing to take off', ['take'], 'nothing to take off'],
])('%s is shown without its signs, and marked as before', (snippet, words, plain) => {
  const marks = words.map((word): [number, number] => [
    snippet.indexOf(word),
    snippet.indexOf(word) + word.length,
  ])

  const shown = plainSnippet({ snippet, marks })

  expect(shown.snippet).toBe(plain)
  expect(shown.marks.map(([from, to]) => shown.snippet.slice(from, to))).toEqual(words)
})

test('a mark over a sign covers what is left of it', () => {
  const { snippet, marks } = plainSnippet({ snippet: 'so **be it** now', marks: [[3, 16]] })

  expect(marks.map(([from, to]) => snippet.slice(from, to))).toEqual(['be it now'])
})
