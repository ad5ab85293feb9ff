import type { ReactNode } from 'react'
import { LanguageChoice } from '../settings/language-choice.tsx'
import styles from './entry.module.css'
import { Mark } from './mark.tsx'

interface Props {
  title: string
  lead: string
  /** The owner's page lies on the ground, everybody's on the page. */
  isOwn?: boolean
  notice?: string | null
  children: ReactNode
}

export function EntryFrame({ title, lead, isOwn = false, notice = null, children }: Props) {
  return (
    <main className={`${styles.page} ${isOwn ? styles.own : ''}`}>
      <div className={styles.column}>
        <Mark />
        <h1>{title}</h1>
        <p className={styles.lead}>{lead}</p>
        {notice !== null && (
          <p className={styles.notice} role="status">
            {notice}
          </p>
        )}
        {children}
        <div className={styles.foot}>
          <LanguageChoice />
        </div>
      </div>
    </main>
  )
}
