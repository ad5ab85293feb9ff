import type { RoomState } from '../../../client/chat-state.ts'

/** What is new in a room, as far as its reader wants to know. */
export interface News {
  unread: number
  /** Those that concern the reader: mentions, and whatever is said to nobody else. */
  called: number
}

export function newsOf({ room, unread }: RoomState): News {
  const { kind, mentions, notify_level: level } = room
  if (level === 'none') return { unread: 0, called: 0 }
  if (level === 'mentions') return { unread: mentions, called: mentions }
  return { unread, called: kind === 'direct' ? unread : mentions }
}
