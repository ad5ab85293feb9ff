import { expect, test } from 'vitest'
import { removedUserName } from '../../../protocol/removed-user.ts'
import type { RoomView } from '../../../protocol/views.ts'
import { en } from '../../i18n/en.ts'
import { zh } from '../../i18n/zh.ts'
import { personName, roomTitle } from './person-name.ts'

test('one who has an account no more is called so in the language of the reader', () => {
  expect(personName(removedUserName, en)).toBe('Removed user')
  expect(personName(removedUserName, zh)).toBe('已移除的用户')
  expect(personName('Hannah Ortiz', zh)).toBe('Hannah Ortiz')
})

test('a direct room is called by who is in it, and every other by its name', () => {
  const people = [removedUserName, '林悦'].map((display_name) => ({ display_name }))

  expect(roomTitle({ name: 'Removed user, 林悦', people } as RoomView, zh)).toBe('已移除的用户、林悦')
  expect(roomTitle({ name: 'Removed user' } as RoomView, zh)).toBe('Removed user')
})
