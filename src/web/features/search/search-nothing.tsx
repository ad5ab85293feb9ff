import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import styles from './search-nothing.module.css'
import { ask, useSearch } from './search-store.ts'

/** Where hits would stand: what to do when there are none. */
export function SearchNothing() {
  const text = useText()
  const { q, room, from, since } = useSearch((search) => search.question)
  const isFiltered = room !== null || from !== null || since !== 'ever'
  const title = text.search.nothingTitle(q.trim())
  return (
    <div className={styles.card}>
      <h3 lang={languageOf(title)}>{title}</h3>
      <p>{text.search.nothingLead}</p>
      {isFiltered && (
        <button
          type="button"
          className={styles.widen}
          onClick={() => ask({ room: null, from: null, since: 'ever' })}
        >
          {text.search.widen}
        </button>
      )}
    </div>
  )
}
