import type { RoomMember } from '../../../client/chat-state.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { type EmojiGroups, findEmoji } from '../emoji/emoji-list.ts'
import { type SkinTone, toned } from '../emoji/skin-tone.ts'

/** One way to go on with what is being typed. */
export interface Suggestion {
  id: string
  /** What comes into the text. */
  insert: string
  name: string
  detail: string
  userId: string | null
}

const maxShown = 6

/** Members whose name or username begins so, and the whole room. */
export function suggestPeople(
  members: readonly RoomMember[],
  query: string,
  { mentions }: Pick<Dictionary, 'mentions'>,
  ownId: string,
): readonly Suggestion[] {
  const wanted = fold(query)
  const people = members
    .filter(({ user_id }) => user_id !== ownId)
    .map((member) => ({ member, rank: rankOf(member, wanted) }))
    .filter(({ rank }) => rank < noRank)
    .toSorted((a, b) => a.rank - b.rank || a.member.display_name.localeCompare(b.member.display_name))
    .map(({ member }) => personOf(member))
  const room = { id: 'room', insert: '@room', name: '@room', detail: mentions.room, userId: null }
  return [...people, ...('room'.startsWith(wanted) ? [room] : [])].slice(0, maxShown)
}

export function suggestEmoji(
  groups: EmojiGroups,
  query: string,
  { favourites, tone }: { favourites: readonly string[]; tone: SkinTone },
): readonly Suggestion[] {
  return findEmoji(groups, query.replaceAll('_', ' '), favourites)
    .slice(0, maxShown)
    .map(({ emoji, name }) => ({ emoji: toned(emoji, tone), name }))
    .map(({ emoji, name }) => ({ id: emoji, insert: emoji, name: emoji, detail: name, userId: null }))
}

const noRank = 3

function rankOf({ username, display_name }: RoomMember, wanted: string): number {
  if (fold(username).startsWith(wanted) || fold(display_name).startsWith(wanted)) return 0
  if (
    fold(display_name)
      .split(/[\s·]+/u)
      .some((part) => part.startsWith(wanted))
  )
    return 1
  // A Chinese given name stands at the end, without a space before it.
  return /\p{sc=Han}/u.test(wanted) && fold(display_name).includes(wanted) ? 2 : noRank
}

function personOf({ user_id, username, display_name }: RoomMember): Suggestion {
  return {
    id: user_id,
    insert: `@${username}`,
    name: display_name,
    detail: `@${username}`,
    userId: user_id,
  }
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
