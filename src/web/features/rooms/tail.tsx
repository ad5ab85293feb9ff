import { useText } from '../../i18n/language.tsx'
import styles from './tail.module.css'

const mostShown = 99

/** How much is new: a plain number, or a vermilion badge where somebody called you. */
export function Tail({ unread, mentions }: { unread: number; mentions: number }) {
  const text = useText()
  const isCalled = mentions > 0
  const count = isCalled ? mentions : unread
  return (
    <span className={isCalled ? styles.badge : styles.count}>
      <span aria-hidden="true">{count > mostShown ? `${mostShown}+` : count}</span>
      <span className="visually-hidden">
        {isCalled ? text.place.mentions(count) : text.place.unread(count)}
      </span>
    </span>
  )
}
