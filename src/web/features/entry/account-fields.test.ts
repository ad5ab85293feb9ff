import { expect, test } from 'vitest'
import { newPasswordSchema, usernameSchema } from '../../../protocol/values.ts'
import { en } from '../../i18n/en.ts'
import { nameProblem, newPasswordProblem, usernameProblem } from './account-fields.ts'

test.each([
  '',
  'wei',
  '张维',
  'wei zhang',
  'a'.repeat(32),
  'a'.repeat(33),
  '.wei',
  'wei@home',
  'wei.z_h-1',
  'é',
  'ａｄｍｉｎ',
])('agrees with the server about the username %j', (username) => {
  expect(usernameProblem(en, username) === null).toBe(usernameSchema.safeParse(username).success)
})

test.each([
  '',
  'short',
  'ten chars.',
  '密码密码密码密码密码',
  'x'.repeat(72),
  'x'.repeat(73),
  '密'.repeat(25),
])('[P-13] agrees with the server about the password %j', (password) => {
  expect(newPasswordProblem(en, password) === null).toBe(newPasswordSchema.safeParse(password).success)
})

test('says what is wrong with a username', () => {
  expect(usernameProblem(en, 'wei zhang')).toBe('A username has no spaces.')
})

test('refuses names that hide something', () => {
  expect(nameProblem(en, 'Heron\u202ePress', 64)).not.toBeNull()
  expect(nameProblem(en, 'Heron Press 白鹭出版社', 64)).toBeNull()
})
