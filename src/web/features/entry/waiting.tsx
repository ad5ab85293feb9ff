import { useEffect, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { Mark } from './mark.tsx'
import styles from './waiting.module.css'

/** Most answers come sooner; until then the page stays empty. */
const quietMs = 400

/** Before it is known whether somebody is logged in. */
export function Waiting({ isUnreachable, onTry }: { isUnreachable: boolean; onTry: () => void }) {
  const text = useText()
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), quietMs)
    return () => clearTimeout(timer)
  }, [])
  if (!isLate) return <main aria-busy="true" />
  return (
    <main className={styles.page} aria-busy={!isUnreachable}>
      <Mark />
      {isUnreachable ? (
        <>
          <h1>{text.entry.unreachable}</h1>
          <p>{text.entry.unreachableLead}</p>
          <Button onClick={() => onTry()}>{text.entry.tryAgain}</Button>
        </>
      ) : (
        <p role="status">{text.connection.connecting}</p>
      )}
    </main>
  )
}
