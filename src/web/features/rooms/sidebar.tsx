import { Search, SlidersHorizontal } from 'lucide-react'
import { useRef } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useAccount, useChatState } from '../../app/chat.tsx'
import column from '../../app/column.module.css'
import { openDialog } from '../../app/dialogs.ts'
import { navigate, useRoute } from '../../app/route.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { Seal } from '../people/seal.tsx'
import { NewMenu } from './new-menu.tsx'
import { NewsBeyond } from './news-beyond.tsx'
import { directRooms, namedRooms, withNews } from './room-lists.ts'
import { RoomRow } from './room-row.tsx'
import styles from './sidebar.module.css'
import { useDirectPresence } from './use-direct-presence.ts'
import { useNewsBeyond } from './use-news-beyond.ts'

/** The place's table of contents. */
export function Sidebar() {
  const text = useText()
  const { room: open } = useRoute()
  const placeName = useChatState((state) => state.placeName)
  const rooms = useChatState((state) => state.rooms)
  const named = namedRooms(rooms, open)
  const direct = directRooms(rooms)
  const list = useRef<HTMLDivElement>(null)
  const beyond = useNewsBeyond(list, withNews([...named, ...direct], open))
  useDirectPresence(direct)
  return (
    <nav className={column.column} aria-label={text.place.rooms}>
      <header className={`${column.head} ${styles.header}`}>
        <p className={styles.place} title={placeName} lang={languageOf(placeName)}>
          {placeName}
        </p>
        <NewMenu />
      </header>
      <button type="button" className={styles.jump} onClick={() => openDialog({ name: 'jump', typed: '' })}>
        <Search size={15} aria-hidden="true" />
        <span>{text.rooms.jump}</span>
        <kbd>{isApple() ? '⌘ K' : 'Ctrl K'}</kbd>
      </button>
      <div className={styles.lists}>
        <div ref={list} className={styles.list}>
          <Section title={text.place.rooms} rooms={named} open={open} />
          <Section title={text.direct.section} rooms={direct} open={open} />
        </div>
        <NewsBeyond edge="above" rooms={beyond.above} />
        <NewsBeyond edge="below" rooms={beyond.below} />
      </div>
      <You />
    </nav>
  )
}

function Section({ title, rooms, open }: { title: string; rooms: RoomState[]; open: string | null }) {
  if (rooms.length === 0) return null
  return (
    <>
      <h2 className={styles.section}>{title}</h2>
      <ul>
        {rooms.map((state) => (
          <RoomRow
            key={state.room.id}
            state={state}
            isOpen={state.room.id === open}
            onOpen={() => navigate({ room: state.room.id, over: null, picture: null })}
          />
        ))}
      </ul>
    </>
  )
}

function You() {
  const text = useText()
  const account = useAccount()
  const isLive = useChatState((state) => state.connection.name === 'live')
  return (
    <footer className={styles.you}>
      <Seal
        userId={account.user_id}
        name={account.display_name}
        side={24}
        isYou
        presence={isLive ? 'online' : 'offline'}
      />
      <span className={styles.name} title={`@${account.username}`} lang={languageOf(account.display_name)}>
        {account.display_name}
      </span>
      <IconButton label={text.place.settings} onClick={() => openDialog({ name: 'settings' })}>
        <SlidersHorizontal size={17} aria-hidden="true" />
      </IconButton>
    </footer>
  )
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.platform)
}
