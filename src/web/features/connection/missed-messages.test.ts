import { expect, test } from 'vitest'
import type { ChatState, RoomState } from '../../../client/chat-state.ts'
import { missedSince, standingOf } from './missed-messages.ts'

test('counts what others wrote in every room while the connection was away', () => {
  const before = standingOf(stateOf({ a: { lastN: 4 }, b: { lastN: 10 } }))

  const now = stateOf({
    a: { lastN: 7, senders: { 5: 'hannah', 6: 'hannah', 7: 'hannah' } },
    b: { lastN: 12 },
  })

  expect(missedSince(before, now)).toBe(5)
})

test('does not count what one wrote oneself, here or on another device', () => {
  const before = standingOf(stateOf({ a: { lastN: 4 } }))

  const now = stateOf({ a: { lastN: 7, senders: { 3: 'wei', 5: 'wei', 6: 'hannah', 7: 'wei' } } })

  expect(missedSince(before, now)).toBe(1)
})

test('does not count what a room held before one was added to it', () => {
  expect(missedSince(standingOf(stateOf({})), stateOf({ new: { lastN: 300 } }))).toBe(0)
})

test('does not count below zero for a room that begins again after a restore', () => {
  expect(missedSince(standingOf(stateOf({ a: { lastN: 9 } })), stateOf({ a: { lastN: 2 } }))).toBe(0)
})

/** `senders`: who wrote which of the messages that are loaded, by number; `wei` is oneself. */
function stateOf(rooms: Record<string, { lastN: number; senders?: Record<number, string> }>): ChatState {
  const account = { user_id: 'wei', username: 'wei', display_name: 'Wei', role: 'member' } as const
  const entries = Object.entries(rooms).map(
    ([id, { lastN, senders = {} }]) =>
      [
        id,
        {
          room: { id, last_n: lastN },
          entries: Object.entries(senders).map(([n, senderId]) => ({
            kind: 'message',
            key: n,
            message: { n: Number(n), sender_id: senderId },
          })),
        } as unknown as RoomState,
      ] as const,
  )
  return { account, rooms: new Map(entries) } as unknown as ChatState
}
