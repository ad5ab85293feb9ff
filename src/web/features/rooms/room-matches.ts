import type { RoomState } from '../../../client/chat-state.ts'

export interface RoomMatch {
  readonly id: string
  readonly title: string
  readonly state: RoomState
}

/** More than one looks through; a letter more finds the rest. */
const maxMatches = 50

/**
 * Rooms whose title has all words of the query, best first: the one that is called so, those that begin so, those in
 * which each word begins one of theirs; within these, and for an empty query, the one that spoke last.
 */
export function roomMatches(rooms: readonly Omit<RoomMatch, 'id'>[], query: string): RoomMatch[] {
  const parts = fold(query).split(/\s+/u).filter(Boolean)
  return rooms
    .map(({ title, state }) => ({ id: state.room.id, title, state, rank: rankOf(fold(title), parts) }))
    .filter(({ rank }) => rank < noRank)
    .toSorted((a, b) => a.rank - b.rank || b.state.room.last_ts - a.state.room.last_ts)
    .slice(0, maxMatches)
}

const noRank = 4

function rankOf(title: string, parts: readonly string[]): number {
  const whole = parts.join(' ')
  if (title === whole) return 0
  if (title.startsWith(whole)) return 1
  if (!parts.every((part) => title.includes(part))) return noRank
  const words = title.split(/[\s,、·]+/u)
  return parts.every((part) => words.some((word) => word.startsWith(part))) ? 2 : 3
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
