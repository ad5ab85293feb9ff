import { expect, test } from 'vitest'
import type { RoomMember } from '../../../client/chat-state.ts'
import { en } from '../../i18n/en.ts'
import { suggestPeople } from './suggestions.ts'

const member = (user_id: string, username: string, display_name: string): RoomMember => ({
  ...{ user_id, username, display_name },
  role: 'member',
  muted: false,
})
const members = [
  member('1', 'wei', 'Wei Zhang'),
  member('2', 'hannah', 'Hannah Ortiz'),
  member('3', 'linyue', '林悦'),
  member('4', 'oscar', 'Oscar Hahn'),
]
const namesFor = (query: string) => suggestPeople(members, query, en, '1').map(({ name }) => name)

test.each([
  ['', ['Hannah Ortiz', 'Oscar Hahn', '林悦', '@room']],
  ['HA', ['Hannah Ortiz', 'Oscar Hahn']],
  ['林', ['林悦']],
  ['悦', ['林悦']],
  ['ro', ['@room']],
  ['wei', []],
  ['nobody', []],
])('offers for "%s" %j', (query, names) => {
  expect(namesFor(query).toSorted()).toEqual(names.toSorted())
})
