import { useText } from '../../i18n/language.tsx'
import type { News } from './news.ts'
import styles from './tail.module.css'

const mostShown = 99

/** How much is new: a plain number, or a vermilion badge where somebody called you. */
export function Tail({ news, isDirect = false }: { news: News; isDirect?: boolean }) {
  const text = useText()
  const isCalled = news.called > 0
  const count = isCalled ? news.called : news.unread
  return (
    <span className={isCalled ? styles.badge : styles.count}>
      <span aria-hidden="true">{count > mostShown ? `${mostShown}+` : count}</span>
      <span className="visually-hidden">
        {isCalled && !isDirect ? text.place.mentions(count) : text.place.unread(count)}
      </span>
    </span>
  )
}
