import { expect, test } from 'vitest'
import { parsePassword } from './password.ts'

test.each([
  ['correct horse battery', 'correct horse battery'],
  ['correct horse battery\n', 'correct horse battery'],
  ['correct horse battery\r\n', 'correct horse battery'],
  ['  spaces stay  \n', '  spaces stay  '],
  ['x'.repeat(72), 'x'.repeat(72)],
])('reads %j', (input, password) => {
  expect(parsePassword(Buffer.from(input))).toBe(password)
})

test.each([
  ['of 73 bytes [P-13]', 'x'.repeat(73), 'got 73 characters, 73 bytes.'],
  ['of 25 characters and 75 bytes [P-13]', '密'.repeat(25), 'got 25 characters, 75 bytes.'],
  ['of 9 characters', 'x'.repeat(9), 'got 9 characters, 9 bytes.'],
  ['that is empty', '', 'got 0 characters, 0 bytes.'],
  ['of two lines', 'correct horse\nbattery staple', 'Expected one line with the password, got more.'],
  ['that is not UTF-8', Buffer.from('correct horse \xff', 'latin1'), 'Expected a password in UTF-8'],
])('refuses a password %s, and does not show it', (_, input, message) => {
  expect(() => parsePassword(Buffer.from(input))).toThrow(message)
  expect(() => parsePassword(Buffer.from(input))).not.toThrow(/xxx|密密|horse/)
})
