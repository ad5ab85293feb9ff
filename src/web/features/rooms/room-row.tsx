import { Archive, BellOff, Lock, Pencil } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { draftOf, useDrafts } from '../composer/drafts.ts'
import { roomTitle } from '../people/person-name.ts'
import { DirectSeal } from './direct-seal.tsx'
import { newsOf } from './news.ts'
import styles from './room-row.module.css'
import { Tail } from './tail.tsx'

interface Props {
  state: RoomState
  isOpen: boolean
  onOpen: () => void
}

/** A room as one line of a contents page. */
export function RoomRow({ state, isOpen, onOpen }: Props) {
  const text = useText()
  const { room } = state
  const title = roomTitle(room, text)
  const hasDraft = useDrafts((drafts) => draftOf(room.id)(drafts) !== '')
  const news = newsOf(state)
  const isUnread = news.unread > 0 && !isOpen
  const isCalled = isUnread && news.called > 0
  const isQuiet = room.notify_level === 'none'
  const look = `${isOpen ? styles.open : ''} ${isUnread ? styles.unread : ''} ${isQuiet ? styles.muted : ''}`
  const row = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isOpen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  return (
    <li>
      <button
        ref={row}
        type="button"
        data-room={room.id}
        className={`${styles.row} ${look}`}
        aria-current={isOpen ? 'page' : undefined}
        onClick={onOpen}
      >
        {isUnread && <span className={`${styles.dot} ${isCalled ? styles.called : ''}`} aria-hidden="true" />}
        {room.kind === 'direct' && <DirectSeal room={room} side={20} />}
        <span className={styles.name} title={title} lang={languageOf(title)}>
          {title}
        </span>
        {room.kind === 'private' && <span className="visually-hidden">{text.place.isPrivate}</span>}
        {isQuiet && <span className="visually-hidden">{text.notify.isQuiet}</span>}
        {isUnread ? (
          <Tail news={news} isDirect={room.kind === 'direct'} />
        ) : room.archived ? (
          <Archive className={styles.icon} size={14} aria-hidden="true" />
        ) : isQuiet ? (
          <BellOff className={styles.icon} size={14} aria-hidden="true" />
        ) : hasDraft && !isOpen ? (
          <Pencil className={styles.icon} size={14} aria-hidden="true" />
        ) : (
          room.kind === 'private' && <Lock className={styles.icon} size={14} aria-hidden="true" />
        )}
      </button>
    </li>
  )
}
