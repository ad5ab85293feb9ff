import { BellOff, Lock, Pencil } from 'lucide-react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { draftOf, useDrafts } from '../composer/drafts.ts'
import styles from './room-row.module.css'
import { Tail } from './tail.tsx'

interface Props {
  state: RoomState
  isOpen: boolean
  onOpen: () => void
}

/** A room as one line of a contents page. */
export function RoomRow({ state: { room, unread }, isOpen, onOpen }: Props) {
  const text = useText()
  const hasDraft = useDrafts((drafts) => draftOf(room.id)(drafts) !== '')
  const isUnread = unread > 0 && !room.muted && !isOpen
  const isCalled = isUnread && room.mentions > 0
  const look = `${isOpen ? styles.open : ''} ${isUnread ? styles.unread : ''} ${room.muted ? styles.muted : ''}`
  return (
    <li>
      <button
        type="button"
        className={`${styles.row} ${look}`}
        aria-current={isOpen ? 'page' : undefined}
        onClick={onOpen}
      >
        {isUnread && <span className={`${styles.dot} ${isCalled ? styles.called : ''}`} aria-hidden="true" />}
        <span className={styles.name} title={room.name} lang={languageOf(room.name)}>
          {room.name}
        </span>
        {room.kind === 'private' && <span className="visually-hidden">{text.place.isPrivate}</span>}
        {isUnread ? (
          <Tail unread={unread} mentions={room.mentions} />
        ) : room.muted ? (
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
