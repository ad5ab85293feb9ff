import { useEffect, useMemo, useState } from 'react'
import { useText } from '../../i18n/language.tsx'
import { usePreferences } from '../settings/preferences.ts'
import { columns, type EmojiSection, placed } from './emoji-grid.ts'
import {
  type Emoji,
  type EmojiGroups,
  findEmoji,
  isOtherLanguage,
  loadBothEmoji,
  loadEmoji,
} from './emoji-list.ts'
import { useRecentEmoji } from './recent-emoji.ts'
import { bare, type SkinTone, toned } from './skin-tone.ts'

/** `null` until the reader's language is here. What is typed in the other one brings that, too. */
export function useEmoji(query: string): { groups: EmojiGroups | null; isUnloaded: boolean } {
  const language = usePreferences((preferences) => preferences.language)
  const [state, setState] = useState<{ groups: EmojiGroups | null; isUnloaded: boolean }>({
    groups: null,
    isUnloaded: false,
  })
  const isOther = isOtherLanguage(language, query)
  useEffect(() => {
    let isWanted = true
    const load = isOther ? loadBothEmoji : loadEmoji
    load(language).then(
      (groups) => isWanted && setState({ groups, isUnloaded: false }),
      () => isWanted && setState(({ groups }) => ({ groups, isUnloaded: groups === null })),
    )
    return () => {
      isWanted = false
    }
  }, [language, isOther])
  return state
}

/** What is shown, each in the reader's tone. */
export function useSections(groups: EmojiGroups | null, query: string): readonly EmojiSection[] {
  const text = useText()
  const recent = useRecentEmoji(columns * 2)
  const [kept] = useState(recent)
  const tone = usePreferences((preferences) => preferences.skinTone)
  return useMemo(() => {
    if (groups === null) return []
    if (query.trim() !== '') {
      const emoji = inTone(findEmoji(groups, query, kept), tone)
      return emoji.length === 0 ? [] : [{ title: text.emoji.found, from: 0, emoji }]
    }
    const known = new Map(groups.flat().map((each) => [bare(each.emoji), each]))
    const used = kept.flatMap((emoji) => {
      const found = known.get(bare(emoji))
      return found === undefined ? [] : { ...found, emoji }
    })
    return placed([
      { title: text.emoji.recent, emoji: used },
      ...groups.map((emoji, index) => ({
        title: text.emoji.groups[index] ?? '',
        emoji: inTone(emoji, tone),
      })),
    ])
  }, [groups, query, kept, tone, text])
}

function inTone(all: readonly Emoji[], tone: SkinTone): readonly Emoji[] {
  return tone === 0 ? all : all.map((each) => ({ ...each, emoji: toned(each.emoji, tone) }))
}
