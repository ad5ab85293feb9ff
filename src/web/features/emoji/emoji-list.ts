import type { LanguageCode } from '../settings/preferences.ts'
import { bare } from './skin-tone.ts'

export interface Emoji {
  emoji: string
  name: string
  /** The name and what else it is found by, folded. */
  words: string
}

/** One for each of `text.emoji.groups`. */
export type EmojiGroups = readonly (readonly Emoji[])[]

const loaded = new Map<LanguageCode, Promise<EmojiGroups>>()

/** Each language's names are a file of their own. Where it cannot be had it rejects, and the next call asks again. */
export function loadEmoji(language: LanguageCode): Promise<EmojiGroups> {
  const groups = loaded.get(language) ?? fetchEmoji(language)
  loaded.set(language, groups)
  groups.catch(() => loaded.delete(language))
  return groups
}

/** Whether something is looked for in the other language: its names are loaded once somebody types them. */
export function isOtherLanguage(language: LanguageCode, query: string): boolean {
  return language === 'zh' ? /[a-z]/i.test(query) : /\p{sc=Han}/u.test(query)
}

/** As `loadEmoji`; each is found by its names in the other language too. */
export async function loadBothEmoji(language: LanguageCode): Promise<EmojiGroups> {
  const [own, other] = await Promise.all([loadEmoji(language), loadEmoji(language === 'zh' ? 'en' : 'zh')])
  const others = new Map(other.flat().map(({ emoji, words }) => [emoji, words]))
  return own.map((group) =>
    group.map((each) => ({ ...each, words: `${each.words}|${others.get(each.emoji) ?? ''}` })),
  )
}

async function fetchEmoji(language: LanguageCode): Promise<EmojiGroups> {
  const list = language === 'zh' ? await import('./emoji.zh.txt?raw') : await import('./emoji.en.txt?raw')
  return parseEmoji(list.default)
}

export function parseEmoji(list: string): EmojiGroups {
  return list
    .trim()
    .split('\n\n')
    .map((group) => group.split('\n').map(parseLine))
}

function parseLine(line: string): Emoji {
  const space = line.indexOf(' ')
  const words = line.slice(space + 1)
  const [name = ''] = words.split('|', 1)
  return { emoji: line.slice(0, space), name, words: fold(words) }
}

/**
 * Those that have all words of the query, best first: `favourites`, then by the name's beginning, then by the beginning
 * of any word. An emoji that was typed or pasted finds itself.
 */
export function findEmoji(
  groups: EmojiGroups,
  query: string,
  favourites: readonly string[] = [],
): readonly Emoji[] {
  const parts = fold(query).split(/\s+/u).filter(Boolean)
  const all = groups.flat()
  const liked = new Set(favourites.map(bare))
  const typed = all.find(({ emoji }) => bare(emoji) === bare(query.trim()))
  if (typed !== undefined) return [typed]
  return all
    .map((each) => ({ each, rank: rankOf(each, parts) }))
    .filter(({ rank }) => rank < noRank)
    .map(({ each, rank }) => ({ each, rank: liked.has(bare(each.emoji)) ? -1 : rank }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ each }) => each)
}

const noRank = 3

function rankOf({ words }: Emoji, parts: readonly string[]): number {
  if (!parts.every((part) => words.includes(part))) return noRank
  const [first = ''] = parts
  if (words.startsWith(first)) return 0
  return words.split(/[|\s]/u).some((word) => word.startsWith(first)) ? 1 : 2
}

function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
