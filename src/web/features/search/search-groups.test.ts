import { expect, test } from 'vitest'
import type { SearchHit } from '../../../protocol/views.ts'
import { groupsOf } from './search-groups.ts'

test('hits stand by room, in the order in which the rooms were met', () => {
  expect(shape([[hit('b', 9), hit('a', 8), hit('b', 7)]])).toEqual([
    ['0-b', [9, 7]],
    ['0-a', [8]],
  ])
})

test('a later page goes below, though its rooms were met before', () => {
  expect(shape([[hit('a', 9)], [hit('a', 8), hit('b', 7)]])).toEqual([
    ['0-a', [9]],
    ['1-a', [8]],
    ['1-b', [7]],
  ])
})

function shape(pages: SearchHit[][]) {
  return groupsOf(pages).map(({ key, hits }) => [key, hits.map(({ message }) => message.n)])
}

function hit(room: string, n: number): SearchHit {
  return { message: { room, n } as SearchHit['message'], snippet: '', marks: [] }
}
