import type { RoomState } from '../../../client/chat-state.ts'

export interface RoomMatch {
  readonly id: string
  readonly title: string
  readonly state: RoomState
}

/** More than one looks through; a letter more finds the rest. */
const maxMatches = 50

/**
 * Rooms whose title has all words of the query, best first: those that begin with it, then those in which a word does;
 * within these, and for an empty query, the one that spoke last.
 */
export function roomMatches(rooms: readonly Omit<RoomMatch, 'id'>[], query: string): RoomMatch[] {
  const parts = fold(query).split(/\s+/u).filter(Boolean)
  return rooms
    .map(({ title, state }) => ({ id: state.room.id, title, state, rank: rankOf(fold(title), parts) }))
    .filter(({ rank }) => rank < noRank)
    .toSorted((a, b) => a.rank - b.rank || b.state.room.last_ts - a.state.room.last_ts)
    .slice(0, maxMatches)
}

const noRank = 3

function rankOf(title: string, parts: readonly string[]): number {
  if (!parts.every((part) => title.includes(part))) return noRank
  const [first = ''] = parts
  if (title.startsWith(first)) return 0
  return title.split(/[\s,、·]+/u).some((word) => word.startsWith(first)) ? 1 : 2
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
