import { X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { SearchHit } from '../../../protocol/views.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import column from '../../app/column.module.css'
import { useLayout } from '../../app/layout.ts'
import { goBack, navigate, replaceRoute, useRoute } from '../../app/route.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { SearchField } from './search-field.tsx'
import { SearchFilters } from './search-filters.tsx'
import { groupsOf } from './search-groups.ts'
import styles from './search-panel.module.css'
import { hitId, SearchResults } from './search-results.tsx'
import { SearchStatus } from './search-status.tsx'
import { pagesOf, rememberPlace, search, searchOn, useSearch } from './search-store.ts'

/** So long after the last key the question is asked. */
const typingPauseMs = 150
const listId = 'search-results'

/** Looks for messages in all of one's rooms; what is chosen is shown where it was said. */
export function SearchPanel() {
  const text = useText()
  const layout = useLayout()
  const { room } = useRoute()
  const { results, opened } = useSearch()
  const scroller = useRef<HTMLDivElement>(null)
  const groups = useMemo(() => groupsOf(pagesOf(results)), [results])
  const hits = useMemo(() => groups.flatMap((group) => group.hits), [groups])
  const keys = useKeys(hits, { opened, isFirstChosen: layout !== 'compact' })
  useAsking()

  const close = () => {
    if (layout === 'compact') goBack({ over: null })
    else replaceRoute({ over: null })
  }
  const open = ({ message }: SearchHit) => {
    rememberPlace({ opened: message.message_id })
    // Beside the conversation the results stay; else Back leads to them.
    navigate({
      room: message.room,
      at: message.n,
      picture: null,
      ...(layout === 'wide' ? {} : { over: null }),
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && keys.chosen !== undefined) open(keys.chosen)
    else if (!keys.move(event.key, scroller.current)) return
    event.preventDefault()
  }
  const panel = (
    <search className={column.column} aria-label={text.search.label} data-keeps-focus>
      <div className={`${column.head} ${styles.header}`}>
        <SearchField
          listId={listId}
          activeId={keys.chosen === undefined ? undefined : hitId(keys.chosen)}
          onKeyDown={onKeyDown}
        />
        <IconButton label={text.place.close} onClick={close}>
          <X size={layout === 'compact' ? 22 : 18} aria-hidden="true" />
        </IconButton>
      </div>
      <SearchFilters room={room} />
      <SearchStatus />
      <SearchResults
        listId={listId}
        groups={groups}
        chosen={keys.chosen}
        isAll={results.name === 'found' && results.cursor === null}
        scroller={scroller}
        onOpen={open}
      />
    </search>
  )
  if (layout !== 'compact') return panel
  return (
    <main className={styles.page}>
      <h1 className="visually-hidden">{text.search.label}</h1>
      {panel}
    </main>
  )
}

/** Asks whenever the question has changed, a moment after the last key; and once more when the connection is back. */
function useAsking(): void {
  const client = useClient()
  const isLive = useChatState((chat) => chat.connection.name === 'live')
  const question = useSearch((state) => state.question)
  const [asked, setAsked] = useState(() => (useSearch.getState().results.name === 'found' ? question : null))
  useEffect(() => {
    if (!isLive || question === asked) return undefined
    const timer = setTimeout(() => {
      setAsked(question)
      // Whatever comes of it shows in the results.
      void search(client)
    }, typingPauseMs)
    return () => clearTimeout(timer)
  }, [client, isLive, question, asked])
}

interface Keys {
  chosen: SearchHit | undefined
  /** Whether the key was one of ours. */
  move: (key: string, scroller: HTMLElement | null) => boolean
}

/** The arrow keys go from hit to hit, from the one that was opened last; beside the conversation the first is chosen by itself. */
function useKeys(
  hits: readonly SearchHit[],
  { opened, isFirstChosen }: { opened: string | null; isFirstChosen: boolean },
): Keys {
  const client = useClient()
  const [active, setActive] = useState<string | null>(null)
  const placeOf = (id: string | null) => hits.findIndex(({ message }) => message.message_id === id)
  const [seen, setSeen] = useState(opened)
  if (seen !== opened) {
    setSeen(opened)
    setActive(opened)
  }
  const at = Math.max(isFirstChosen ? 0 : -1, placeOf(active ?? opened))

  const move = (key: string, scroller: HTMLElement | null) => {
    const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0
    const next = hits[at + step]
    if (step === 0 || hits.length === 0) return false
    // Whatever comes of it shows in the results.
    if (next === undefined) void (step > 0 && searchOn(client))
    else {
      setActive(next.message.message_id)
      const row = scroller?.querySelector(`#${hitId(next)}`)
      row?.scrollIntoView({ block: 'nearest' })
    }
    return true
  }
  return { chosen: hits[at], move }
}
