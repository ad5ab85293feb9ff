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
]

test.each([
  ['', ['Page proofs', 'Proofs, second pass', '湿地鸟类', 'Field guide']],
  ['pro', ['Proofs, second pass', 'Page proofs']],
  ['PASS second', ['Proofs, second pass']],
  ['鸟', ['湿地鸟类']],
  ['nothing', []],
])('finds rooms by %j, the best first', (query, titles) => {
  expect(roomMatches(rooms, query).map(({ title }) => title)).toEqual(titles)
})
