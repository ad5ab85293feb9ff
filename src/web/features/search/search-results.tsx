import { type RefObject, useEffect, useLayoutEffect } from 'react'
import type { SearchHit } from '../../../protocol/views.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { useToday } from '../../i18n/use-today.ts'
import { roomTitle } from '../people/person-name.ts'
import { HitRow } from './hit-row.tsx'
import type { HitGroup } from './search-groups.ts'
import styles from './search-results.module.css'
import { rememberPlace, searchOn, useSearch } from './search-store.ts'

/** A page is asked for before its place is reached. */
const loadAheadPx = 400

interface Props {
  listId: string
  groups: readonly HitGroup[]
  chosen: SearchHit | undefined
  /** Whether this is all there is, so that a room's hits can be counted. */
  isAll: boolean
  scroller: RefObject<HTMLDivElement | null>
  onOpen: (hit: SearchHit) => void
}

/** What was found, by room. The next page comes when one scrolls to it. */
export function SearchResults({ listId, groups, chosen, isAll, scroller, onOpen }: Props) {
  const text = useText()
  const client = useClient()
  const today = useToday()
  const rooms = useChatState((chat) => chat.rooms)
  useLayoutEffect(() => {
    scroller.current?.scrollTo({ top: useSearch.getState().scrollTop })
  }, [scroller])
  const loadAhead = () => {
    const element = scroller.current
    if (element === null) return
    const left = element.scrollHeight - element.scrollTop - element.clientHeight
    // Whatever comes of it shows in the results.
    if (left < loadAheadPx) void searchOn(client)
  }
  // Hits that do not fill the page leave nothing to scroll, and so to ask for more with.
  useEffect(loadAhead)
  const onScroll = () => {
    rememberPlace({ scrollTop: scroller.current?.scrollTop ?? 0 })
    loadAhead()
  }
  return (
    <div ref={scroller} className={styles.scroller} onScroll={onScroll}>
      <div id={listId} role="listbox" aria-label={text.search.results}>
        {groups.map(({ key, room, hits }) => {
          const found = rooms.get(room)?.room
          const name = found === undefined ? '' : roomTitle(found, text)
          return (
            <div key={key} role="group" aria-labelledby={`group-${key}`}>
              <p id={`group-${key}`} className={styles.room} title={name} lang={languageOf(name)}>
                <span>{name}</span>
                {isAll && <span className={styles.count}>{hits.length}</span>}
              </p>
              {hits.map((hit) => (
                <HitRow
                  key={hit.message.message_id}
                  id={hitId(hit)}
                  hit={hit}
                  isChosen={hit === chosen}
                  today={today}
                  onOpen={() => onOpen(hit)}
                />
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

export function hitId({ message }: SearchHit): string {
  return `hit-${message.message_id}`
}
