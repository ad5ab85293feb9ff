import { ArrowDown, ArrowUp } from 'lucide-react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useText } from '../../i18n/language.tsx'
import { newsOf } from './news.ts'
import styles from './news-beyond.module.css'
import { Tail } from './tail.tsx'

interface Props {
  edge: 'above' | 'below'
  /** Those with something new beyond that edge, in their order. */
  rooms: readonly RoomState[]
}

/** At the edge of a list that is longer than the page: how much is new beyond it. Pressed, it leads to the first of it. */
export function NewsBeyond({ edge, rooms }: Props) {
  const text = useText()
  const nearest = edge === 'above' ? rooms.at(-1) : rooms[0]
  if (nearest === undefined) return null
  const Arrow = edge === 'above' ? ArrowUp : ArrowDown
  return (
    <button type="button" className={`${styles.hint} ${styles[edge]}`} onClick={() => lead(nearest)}>
      <Arrow size={14} aria-hidden="true" />
      {edge === 'above' ? text.rooms.newAbove : text.rooms.newBelow}
      <Tail news={sumOf(rooms)} isDirect={rooms.every(({ room }) => room.kind === 'direct')} />
    </button>
  )
}

/** From there the keys go on. */
function lead({ room }: RoomState): void {
  const row = document.querySelector<HTMLElement>(`nav [data-room="${CSS.escape(room.id)}"]`)
  row?.scrollIntoView({ block: 'center' })
  row?.focus({ preventScroll: true })
}

function sumOf(rooms: readonly RoomState[]) {
  const news = rooms.map(newsOf)
  return {
    unread: news.reduce((sum, { unread }) => sum + unread, 0),
    called: news.reduce((sum, { called }) => sum + called, 0),
  }
}
