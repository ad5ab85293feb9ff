import { useEffect, useState } from 'react'
import { useChatState } from '../../app/chat.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { SearchNothing } from './search-nothing.tsx'
import styles from './search-status.module.css'
import { pagesOf, useSearch } from './search-store.ts'

/** Nobody is told of what takes less. */
const patienceMs = 400

/** How much was found, or why nothing stands below; read aloud when it changes. */
export function SearchStatus() {
  const text = useText()
  const { question, results } = useSearch()
  const isLive = useChatState((chat) => chat.connection.name === 'live')
  const isSlow = useSlowness(results.name === 'searching')
  const hits = pagesOf(results).flat()
  const isIndexing = results.name === 'found' && results.isIndexing

  const sentence = (): string => {
    if (question.q.trim() === '') return text.search.hint
    if (!isLive) return text.search.offline
    if (results.name === 'failed') return errorText(text, results.error)
    if (results.name === 'searching' && isSlow) return text.search.searching
    if (results.name !== 'found' && hits.length === 0) return ''
    if (hits.length === 0) return text.search.nothing(question.q.trim())
    const rooms = new Set(hits.map(({ message }) => message.room)).size
    const isAll = results.name === 'found' && results.cursor === null
    return isAll ? text.search.found(hits.length, rooms) : text.search.foundMore(hits.length)
  }
  const isNothing = isLive && results.name === 'found' && hits.length === 0 && question.q.trim() !== ''
  return (
    <>
      <div className={styles.status}>
        {/* A card says it to the eye. */}
        <p role="status" className={isNothing ? 'visually-hidden' : ''}>
          {sentence()}
        </p>
        {hits.length > 0 && <p className={styles.order}>{text.search.order}</p>}
        {isIndexing && <p className={styles.note}>{text.search.indexing}</p>}
      </div>
      {isNothing && <SearchNothing />}
    </>
  )
}

function useSlowness(isBusy: boolean): boolean {
  const [isSlow, setSlow] = useState(false)
  useEffect(() => {
    if (!isBusy) return undefined
    const timer = setTimeout(() => setSlow(true), patienceMs)
    return () => {
      clearTimeout(timer)
      setSlow(false)
    }
  }, [isBusy])
  return isSlow
}
