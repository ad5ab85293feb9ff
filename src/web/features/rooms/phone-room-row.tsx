import { BellOff, Lock, Pencil } from 'lucide-react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useAccount } from '../../app/chat.tsx'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { useFormat, useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { useToday } from '../../i18n/use-today.ts'
import { draftOf, useDrafts } from '../composer/drafts.ts'
import { senderOf } from '../messages/sender.ts'
import { withoutMarks } from '../messages/without-marks.ts'
import { roomTitle } from '../people/person-name.ts'
import { DirectSeal } from './direct-seal.tsx'
import { newsOf } from './news.ts'
import styles from './phone-room-row.module.css'
import { Tail } from './tail.tsx'

/** A room in two lines: its name and when, what was said last and how much is new. */
export function PhoneRoomRow({ state, onOpen }: { state: RoomState; onOpen: () => void }) {
  const text = useText()
  const format = useFormat()
  const today = useToday()
  const { room } = state
  const title = roomTitle(room, text)
  const news = newsOf(state)
  const isQuiet = room.notify_level === 'none'
  const draft = useDrafts(draftOf(room.id))
  const said = useLastSaid(state)
  const isUnread = news.unread > 0
  return (
    <li>
      <button
        type="button"
        className={`${styles.row} ${isUnread ? styles.unread : ''} ${isQuiet ? styles.muted : ''}`}
        onClick={onOpen}
      >
        {room.kind === 'direct' ? (
          <span className={styles.seal}>
            <DirectSeal room={room} side={44} />
          </span>
        ) : (
          <span className={styles.circle} aria-hidden="true">
            {firstLetter(room.name)}
          </span>
        )}
        <span className={styles.name} title={title} lang={languageOf(title)}>
          {title}
        </span>
        {room.last_n > 0 && <time className={styles.time}>{format.brief(room.last_ts, today)}</time>}
        <span className={styles.said} lang={languageOf(draft === '' ? said : draft)}>
          {draft === '' ? (
            said
          ) : (
            <>
              <b>{text.rooms.draft}</b> {draft}
            </>
          )}
        </span>
        <span className={styles.tail}>
          {isUnread ? (
            <Tail news={news} isDirect={room.kind === 'direct'} />
          ) : isQuiet ? (
            <BellOff size={15} aria-hidden="true" />
          ) : draft !== '' ? (
            <Pencil size={15} aria-hidden="true" />
          ) : (
            room.kind === 'private' && <Lock size={15} aria-hidden="true" />
          )}
          {room.kind === 'private' && <span className="visually-hidden">{text.place.isPrivate}</span>}
        </span>
      </button>
    </li>
  )
}

/** Of what this device has read already; the topic where it has read nothing. */
function useLastSaid({ room, entries }: RoomState): string {
  const text = useText()
  const account = useAccount()
  const last = entries.at(-1)
  if (last === undefined) return room.topic
  const sender = senderOf(last.message, account, text)
  // Of two people, whose name is above it already.
  if (room.people?.length === 1 && !sender.isYou) return inOneLine(last.message, text)
  return text.message.arrived(sender.isYou ? text.message.you : sender.name, inOneLine(last.message, text))
}

function inOneLine(message: { text: string; images: readonly unknown[] }, text: Dictionary): string {
  return message.text === '' ? text.message.pictures(message.images.length) : withoutMarks(message.text)
}

function firstLetter(name: string): string {
  const letter = /[\p{L}\p{N}]/u.exec(name)?.[0] ?? Array.from(name)[0] ?? ''
  return letter.toLocaleUpperCase()
}
