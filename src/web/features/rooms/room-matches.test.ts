import { expect, test } from 'vitest'
import type { RoomState } from '../../../client/chat-state.ts'
import { roomMatches } from './room-matches.ts'

const room = (title: string, lastTs: number) => ({
  title,
  state: { room: { id: title, last_ts: lastTs } } as RoomState,
})
const rooms = [
  room('Field guide', 1),
  room('Page proofs', 4),
  room('Proofs, second pass', 3),
  room('湿地鸟类', 2),
  room('Shelf 3', 0),
  room('Shelf 31', 0),
  room('Shelf 43', 0.5),
]

test.each([
  ['', ['Page proofs', 'Proofs, second pass', '湿地鸟类', 'Field guide', 'Shelf 43', 'Shelf 3', 'Shelf 31']],
  ['shelf 3', ['Shelf 3', 'Shelf 31', 'Shelf 43']],
  ['pro', ['Proofs, second pass', 'Page proofs']],
  ['PASS second', ['Proofs, second pass']],
  ['鸟', ['湿地鸟类']],
  ['nothing', []],
])('finds rooms by %j, the best first', (query, titles) => {
  expect(roomMatches(rooms, query).map(({ title }) => title)).toEqual(titles)
})
