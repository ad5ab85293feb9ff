import { useEffect, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { usePreferences } from '../settings/preferences.ts'
import { columns, type EmojiSection, placed } from './emoji-grid.ts'
import { type EmojiGroups, findEmoji, loadEmoji } from './emoji-list.ts'
import { useRecentEmoji } from './recent-emoji.ts'

/** `null` until the reader's language is here. */
export function useEmoji(): { groups: EmojiGroups | null; isUnloaded: boolean } {
  const language = usePreferences((preferences) => preferences.language)
  const [state, setState] = useState<{ groups: EmojiGroups | null; isUnloaded: boolean }>({
    groups: null,
    isUnloaded: false,
  })
  useEffect(() => {
    let isWanted = true
    loadEmoji(language).then(
      (groups) => isWanted && setState({ groups, isUnloaded: false }),
      () => isWanted && setState({ groups: null, isUnloaded: true }),
    )
    return () => {
      isWanted = false
    }
  }, [language])
  return state
}

export function useSections(groups: EmojiGroups | null, query: string): readonly EmojiSection[] {
  const text = useText()
  const recent = useRecentEmoji(columns * 2)
  const [kept] = useState(recent)
  if (groups === null) return []
  if (query.trim() !== '') {
    const emoji = findEmoji(groups, query, kept)
    return emoji.length === 0 ? [] : [{ title: text.emoji.found, from: 0, emoji }]
  }
  const known = groups.flat()
  const used = kept.flatMap((emoji) => known.find((each) => each.emoji === emoji) ?? [])
  return placed([
    { title: text.emoji.recent, emoji: used },
    ...groups.map((emoji, index) => ({ title: text.emoji.groups[index] ?? '', emoji })),
  ])
}
