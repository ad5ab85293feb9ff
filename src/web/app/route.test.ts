import { expect, test } from 'vitest'
import { formatRoute, parseRoute } from './route.ts'

test.each([
  ['', { room: null, over: null, picture: null, at: null }],
  ['#room=12', { room: '12', over: null, picture: null, at: null }],
  ['#room=12&over=members', { room: '12', over: 'members', picture: null, at: null }],
  ['#room=12&picture=7', { room: '12', over: null, picture: '7', at: null }],
  ['#room=12&at=340', { room: '12', over: null, picture: null, at: 340 }],
] as const)('reads %s, and writes it again', (fragment, route) => {
  expect(parseRoute(fragment)).toEqual(route)
  expect(formatRoute(route)).toBe(fragment)
})

test('opens nothing that it does not know', () => {
  expect(parseRoute('#room=12&over=elsewhere&x=1&at=first')).toEqual({
    room: '12',
    over: null,
    picture: null,
    at: null,
  })
})
