import { expect, test } from 'vitest'
import type { RoomState } from '../../../client/chat-state.ts'
import { hasLeft, isBeyondOpening } from './log-position.ts'

const before = { top: 800, width: 390, height: 700, contentHeight: 1500 }

test.each([
  ['a reader who scrolls up leaves the end', { ...before, top: 720 }, true],
  ['messages that come below make nobody leave it', before, false],
  ['nor does a log that grows above', { ...before, top: 900 }, false],
  ['nor a keyboard that opens or closes', { ...before, top: 700, height: 400 }, false],
  ['nor rows that are measured', { ...before, top: 780, contentHeight: 1840 }, false],
  ['nor a phone that is turned', { ...before, top: 500, width: 700, height: 390 }, false],
])('%s', (_, now, expected) => {
  expect(hasLeft(before, now)).toBe(expected)
})

test('a log that opens at its new messages is away from its end', () => {
  expect(hasLeft(null, before)).toBe(true)
})

test.each([
  ['more is new than a room opens with', { lastN: 71, oldestN: null }, true],
  ['all that is new comes with the opening', { lastN: 70, oldestN: null }, false],
  ['the first that is new is here already', { lastN: 300, oldestN: 21 }, false],
  ['what is here begins after it', { lastN: 300, oldestN: 22 }, true],
])('%s', (_, { lastN, oldestN }, expected) => {
  const entries = oldestN === null ? [] : [{ kind: 'message', key: '', message: { n: oldestN } }]
  const state = { room: { last_n: lastN }, entries } as unknown as RoomState

  expect(isBeyondOpening(state, { afterN: 20, count: lastN - 20 })).toBe(expected)
})
