import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { IconButton } from '../controls/button.tsx'
import { useText } from '../i18n/language.tsx'
import column from './column.module.css'
import { useLayout } from './layout.ts'
import { goBack } from './route.ts'
import styles from './side-panel.module.css'

interface Props {
  title: string
  /** How many there are of what the panel shows, where that is known and says something. */
  count: number | undefined
  children: ReactNode
}

/** What stands beside a conversation, lies over it, or on a phone takes its place. */
export function SidePanel({ title, count, children }: Props) {
  const text = useText()
  const layout = useLayout()
  return (
    <aside className={column.column} aria-label={title}>
      <header className={`${column.head} ${styles.header}`}>
        <h2>
          {title}
          {count !== undefined && <span className={styles.count}>{count}</span>}
        </h2>
        <IconButton label={text.place.close} onClick={() => goBack({ over: null })}>
          <X size={layout === 'compact' ? 22 : 18} aria-hidden="true" />
        </IconButton>
      </header>
      {children}
    </aside>
  )
}
