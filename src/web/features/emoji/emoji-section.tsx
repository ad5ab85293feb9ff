import { memo } from 'react'
import type { EmojiSection as Section } from './emoji-grid.ts'
import styles from './emoji-picker.module.css'

interface Props extends Section {
  /** Of the list; each emoji's own begins with it. */
  id: string
  /** Its place in this section; -1 for none. */
  chosen: number
  onPick: (emoji: string) => void
}

export const EmojiSection = memo(function EmojiSection({ title, from, emoji, id, chosen, onPick }: Props) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    <div role="group" className={styles.section} aria-labelledby={`${id}-title-${from}`}>
      <p id={`${id}-title-${from}`} className={styles.title} role="presentation">
        {title}
      </p>
      <div className={styles.grid} role="presentation">
        {emoji.map((each, index) => (
          <button
            key={each.emoji}
            type="button"
            id={`${id}-${from + index}`}
            data-emoji={from + index}
            role="option"
            aria-selected={chosen === index}
            aria-label={each.name}
            title={each.name}
            tabIndex={-1}
            className={`${styles.emoji} ${chosen === index ? styles.chosen : ''}`}
            onClick={() => onPick(each.emoji)}
          >
            {each.emoji}
          </button>
        ))}
      </div>
    </div>
  )
}, isSame)

/** What picks is made anew at each letter, and does the same. */
function isSame(before: Props, after: Props): boolean {
  return (
    before.emoji === after.emoji &&
    before.chosen === after.chosen &&
    before.from === after.from &&
    before.title === after.title
  )
}
