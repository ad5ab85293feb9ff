import { expect, test } from 'vitest'
import { withoutMarks } from './without-marks.ts'

test.each([
  ['*still* **too** loud, run `npm start`', 'still too loud, run npm start'],
  ['see [the sheet](https://example.org)', 'see the sheet'],
  ['```sh\nls -l\n```', 'ls -l'],
  ['one\n\ntwo', 'one two'],
  ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
  ['这是*重点*', '这是重点'],
])('reads %j as %j', (text, line) => {
  expect(withoutMarks(text)).toBe(line)
})

test('stays quick on hostile text', () => {
  const startedAt = performance.now()

  for (const bomb of ['*'.repeat(16_384), '['.repeat(16_384), '`a'.repeat(8_192), '**a '.repeat(4_096)])
    withoutMarks(bomb)

  expect(performance.now() - startedAt).toBeLessThan(500)
})
