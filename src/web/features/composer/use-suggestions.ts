import { type KeyboardEvent, type RefObject, useEffect, useState } from 'react'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { type EmojiGroups, isOtherLanguage, loadBothEmoji, loadEmoji } from '../emoji/emoji-list.ts'
import { rememberEmoji, useRecentEmoji } from '../emoji/recent-emoji.ts'
import { usePreferences } from '../settings/preferences.ts'
import { insertText } from './insert-text.ts'
import { type SuggestionQuery, suggestionQuery } from './suggestion-query.ts'
import { type Suggestion, suggestEmoji, suggestPeople } from './suggestions.ts'

interface Suggestions {
  shown: readonly Suggestion[]
  /** The one that Enter takes. */
  active: number
  take: (suggestion: Suggestion) => void
  /** To be called when the text or the caret has changed, and not within a composition. */
  look: () => void
  close: () => void
  /** Whether the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean
}

/** Completes `@` with people and `:` with emoji. */
export function useSuggestions(room: string, field: RefObject<HTMLTextAreaElement | null>): Suggestions {
  const [query, setQuery] = useState<SuggestionQuery | null>(null)
  const [active, setActive] = useState(0)
  /** Where a list was closed with Escape: it stays so until another word begins. */
  const [closedAt, setClosedAt] = useState<number | null>(null)
  const found = useFound(room, query)
  const shown = query === null || query.from === closedAt ? [] : found

  const look = () => {
    const element = field.current
    const next =
      element === null || element.selectionStart !== element.selectionEnd
        ? null
        : suggestionQuery(element.value, element.selectionStart)
    if (next?.text !== query?.text || next?.from !== query?.from) setActive(0)
    setQuery(next)
    if (next === null) setClosedAt(null)
  }
  const take = ({ insert }: Suggestion) => {
    if (query === null || field.current === null) return
    if (query.kind === 'emoji') rememberEmoji(insert)
    insertText(field.current, `${insert} `, query)
    setQuery(null)
  }
  const onKey = (event: KeyboardEvent) => {
    if (shown.length === 0 || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return false
    const chosen = shown[Math.min(active, shown.length - 1)]
    if (event.key === 'ArrowDown') setActive((active + 1) % shown.length)
    else if (event.key === 'ArrowUp') setActive((active + shown.length - 1) % shown.length)
    else if (event.key === 'Escape') setClosedAt(query?.from ?? null)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen !== undefined) take(chosen)
    else return false
    return true
  }
  return { shown, active: Math.min(active, shown.length - 1), take, look, close: () => setQuery(null), onKey }
}

function useFound(room: string, query: SuggestionQuery | null): readonly Suggestion[] {
  const text = useText()
  const account = useAccount()
  const members = useMembers(room, query?.kind === 'mention')
  const groups = useEmojiGroups(query?.kind === 'emoji' ? query.text : null)
  const tone = usePreferences((preferences) => preferences.skinTone)
  const recent = useRecentEmoji(16)
  if (query?.kind === 'mention') return suggestPeople(members, query.text, text, account.user_id)
  return query !== null && groups !== null
    ? suggestEmoji(groups, query.text, { favourites: recent, tone })
    : []
}

const nobody = [] as const

function useMembers(room: string, isWanted: boolean) {
  const client = useClient()
  const members = useChatState((state) => state.rooms.get(room)?.members ?? null)
  useEffect(() => {
    // Without them there is nothing to offer, and what is typed stands as it is.
    if (isWanted && members === null) client.loadMembers(room).catch(() => undefined)
  }, [client, room, isWanted, members])
  return members ?? nobody
}

/** `query`: what is looked for; `null` where nothing is. */
function useEmojiGroups(query: string | null): EmojiGroups | null {
  const language = usePreferences((preferences) => preferences.language)
  const [groups, setGroups] = useState<EmojiGroups | null>(null)
  const isWanted = query !== null
  const isOther = query !== null && isOtherLanguage(language, query)
  useEffect(() => {
    // Likewise.
    const load = isOther ? loadBothEmoji : loadEmoji
    if (isWanted) load(language).then(setGroups, () => undefined)
  }, [isWanted, isOther, language])
  return groups
}
