import type { ChatState } from '../../../client/chat-state.ts'

/** Where each room stood: its last message's number, by room id. */
export type Standing = ReadonlyMap<string, number>

export function standingOf({ rooms }: ChatState): Standing {
  return new Map([...rooms].map(([id, { room }]) => [id, room.last_n]))
}

/** How many messages others wrote since: not one's own, and not what a room held before one was in it. */
export function missedSince(before: Standing, { rooms, account }: ChatState): number {
  let missed = 0
  for (const [id, { room, entries }] of rooms) {
    const lastN = before.get(id) ?? room.last_n
    const own = entries.filter(
      (entry) =>
        entry.kind === 'message' &&
        entry.message.n > lastN &&
        entry.message.n <= room.last_n &&
        entry.message.sender_id === account?.user_id,
    )
    missed += Math.max(0, room.last_n - lastN - own.length)
  }
  return missed
}
