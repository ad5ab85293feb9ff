import { expect, test } from 'vitest'
import type { RoomState } from '../../../client/chat-state.ts'
import type { NotifyLevel, RoomKind } from '../../../protocol/values.ts'
import { newsOf } from './news.ts'

const levels: readonly NotifyLevel[] = ['all', 'mentions', 'none']

test.each<[RoomKind, { unread: number; called: number }[]]>([
  [
    'open',
    [
      { unread: 5, called: 2 },
      { unread: 2, called: 2 },
      { unread: 0, called: 0 },
    ],
  ],
  [
    'direct',
    [
      { unread: 5, called: 5 },
      { unread: 2, called: 2 },
      { unread: 0, called: 0 },
    ],
  ],
])('of an %s room so much is news as its reader wants to know', (kind, expected) => {
  const found = levels.map((notify_level) =>
    newsOf({ room: { kind, mentions: 2, notify_level }, unread: 5 } as RoomState),
  )
  expect(found).toEqual(expected)
})
