import { useEffect } from 'react'
import { roomTitle } from '../features/people/person-name.ts'
import { newsOf } from '../features/rooms/news.ts'
import { useText } from '../i18n/language.tsx'
import { useChatState } from './chat.tsx'
import { useRoute } from './route.ts'

/** The tab says how much is new, and where one is. */
export function useDocumentTitle(): void {
  const text = useText()
  const { room } = useRoute()
  const placeName = useChatState((state) => state.placeName)
  const open = useChatState((state) => (room === null ? undefined : state.rooms.get(room)?.room))
  const name = open === undefined ? null : roomTitle(open, text)
  const unread = useChatState((state) => {
    let sum = 0
    for (const each of state.rooms.values()) sum += newsOf(each).unread
    return sum
  })
  useEffect(() => {
    document.title = text.place.documentTitle(placeName, name, unread)
  }, [text, placeName, name, unread])
}
