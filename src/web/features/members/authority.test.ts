import { expect, test } from 'vitest'
import type { RoomView } from '../../../protocol/views.ts'
import { authorityIn } from './authority.ts'

const room = (role: RoomView['role'], kind: RoomView['kind'] = 'open') => ({ role, kind }) as RoomView

test.each([
  [room('member'), 'member', { moderates: false, owns: false, above: [] }],
  [room('moderator'), 'member', { moderates: true, owns: false, above: ['member'] }],
  [room('owner'), 'member', { moderates: true, owns: true, above: ['member', 'moderator'] }],
  [room('member'), 'moderator', { moderates: true, owns: true, above: ['member', 'moderator', 'owner'] }],
  [room('member', 'direct'), 'owner', { moderates: false, owns: false, above: [] }],
] as const)('[P-60] in %j a %s of the place may what the server lets them', (view, placeRole, expected) => {
  const { moderates, owns, isAbove } = authorityIn(view, placeRole)
  const above = (['member', 'moderator', 'owner'] as const).filter((role) => isAbove({ role }))
  expect({ moderates, owns, above }).toEqual(expected)
})

test('[P-60] who looks after the place is above those who look after the room, and is theirs to act on only from above', () => {
  const ladder = [
    { role: 'owner' },
    { role: 'member', place_role: 'moderator' },
    { role: 'member', place_role: 'owner' },
  ] as const
  const mayActOn = (view: RoomView, placeRole: 'member' | 'moderator' | 'owner') =>
    ladder.map(authorityIn(view, placeRole).isAbove)

  expect(mayActOn(room('owner'), 'member')).toEqual([false, false, false])
  expect(mayActOn(room('member'), 'moderator')).toEqual([true, false, false])
  expect(mayActOn(room('member'), 'owner')).toEqual([true, true, false])
})
