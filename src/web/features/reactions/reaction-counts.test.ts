import { expect, test } from 'vitest'
import { reactionCounts } from './reaction-counts.ts'

const heart = { '❤️': ['1', '2'] }

test('counts who reacted, and says which are yours', () => {
  expect(reactionCounts({ reactions: { ...heart, '👀': ['1'] } }, {}, '2')).toEqual([
    { emoji: '❤️', count: 2, isYours: true, userIds: ['1', '2'] },
    { emoji: '👀', count: 1, isYours: false, userIds: ['1'] },
  ])
})

test('what was just pressed counts at once, and never twice', () => {
  expect(reactionCounts({ reactions: heart }, { '❤️': true, '🎉': true }, '3')).toMatchObject([
    { emoji: '❤️', count: 3, isYours: true },
    { emoji: '🎉', count: 1, isYours: true, userIds: ['3'] },
  ])
  expect(reactionCounts({ reactions: heart }, { '❤️': true }, '2')).toMatchObject([{ count: 2 }])
})

test('the last one that is taken away is gone at once', () => {
  expect(reactionCounts({ reactions: { '👀': ['2'] } }, { '👀': false }, '2')).toEqual([])
})

test('of more than fifty only the number is known', () => {
  const reactions = { '👍': ['1'] }

  expect(reactionCounts({ reactions, reaction_counts: { '👍': 80 } }, {}, '2')).toMatchObject([{ count: 80 }])
})
