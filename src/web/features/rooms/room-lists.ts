import type { ChatState, RoomState } from '../../../client/chat-state.ts'
import { newsOf } from './news.ts'

/** Rooms in the server's order; those that are archived are only there while they are open. */
export function namedRooms(rooms: ChatState['rooms'], open: string | null): RoomState[] {
  return shown(rooms, open).filter(({ room }) => room.kind !== 'direct')
}

/** Whoever spoke last comes first. */
export function directRooms(rooms: ChatState['rooms']): RoomState[] {
  return [...rooms.values()]
    .filter(({ room }) => room.kind === 'direct')
    .toSorted((a, b) => b.room.last_ts - a.room.last_ts)
}

/** In the order in which they stand beside the conversation. */
export function roomsInSight(rooms: ChatState['rooms'], open: string | null): RoomState[] {
  return [...namedRooms(rooms, open), ...directRooms(rooms)]
}

/** Those with something new, as far as their reader wants to know; what is open is being read. */
export function withNews(rooms: readonly RoomState[], open: string | null): RoomState[] {
  return rooms.filter((state) => state.room.id !== open && newsOf(state).unread > 0)
}

export function shown(rooms: ChatState['rooms'], open: string | null): RoomState[] {
  return [...rooms.values()].filter(({ room }) => !room.archived || room.id === open)
}

export function archivedRooms(rooms: ChatState['rooms']): RoomState[] {
  return [...rooms.values()].filter(({ room }) => room.archived)
}
