import { MessageSquare, Search } from 'lucide-react'
import { useEffect } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { navigate } from '../../app/route.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { ConnectionBar } from '../connection/connection-bar.tsx'
import { Seal } from '../people/seal.tsx'
import { NewMenu } from './new-menu.tsx'
import { PhoneRoomRow } from './phone-room-row.tsx'
import styles from './phone-rooms.module.css'
import { directRooms, shown as shownRooms } from './room-lists.ts'
import { useDirectPresence } from './use-direct-presence.ts'

/** The list of rooms as a page of its own: the one that spoke last comes first. */
export function PhoneRooms() {
  const text = useText()
  const placeName = useChatState((state) => state.placeName)
  const rooms = useChatState((state) => state.rooms)
  const shown = byRecency(rooms)
  usePreviews(shown)
  useDirectPresence(directRooms(rooms))
  return (
    <div className={styles.page}>
      <main className={styles.list}>
        <header className={styles.header}>
          <h1 title={placeName} lang={languageOf(placeName)}>
            {placeName}
          </h1>
          <IconButton label={text.search.open} onClick={() => navigate({ over: 'search' })}>
            <Search size={18} aria-hidden="true" />
          </IconButton>
          <NewMenu />
        </header>
        <ConnectionBar />
        <ul>
          {shown.map((state) => (
            <PhoneRoomRow
              key={state.room.id}
              state={state}
              onOpen={() => navigate({ room: state.room.id, over: null })}
            />
          ))}
        </ul>
      </main>
      <TabBar />
    </div>
  )
}

function TabBar() {
  const text = useText()
  const account = useAccount()
  return (
    <nav className={styles.tabs} aria-label={text.place.places}>
      <button type="button" className={styles.tab} aria-current="page">
        <MessageSquare size={22} fill="currentColor" aria-hidden="true" />
        {text.place.chats}
      </button>
      <button type="button" className={styles.tab} onClick={() => navigate({ over: 'search' })}>
        <Search size={22} aria-hidden="true" />
        {text.search.tab}
      </button>
      <button type="button" className={styles.tab} onClick={() => openDialog({ name: 'settings' })}>
        <Seal userId={account.user_id} name={account.display_name} side={20} isYou />
        {text.place.you}
      </button>
    </nav>
  )
}

/** So many rooms show what was said last before they were ever opened; a phone's list has no place for more. */
const maxPreviews = 8

function usePreviews(shown: readonly RoomState[]): void {
  const client = useClient()
  const wanted = shown
    .slice(0, maxPreviews)
    .filter(({ room }) => room.last_n > 0)
    .map(({ room }) => room.id)
    .join(' ')
  useEffect(() => {
    for (const room of wanted.split(' ').filter(Boolean)) client.openRoom(room)
  }, [client, wanted])
}

function byRecency(rooms: ReadonlyMap<string, RoomState>): RoomState[] {
  return shownRooms(rooms, null).toSorted((a, b) => b.room.last_ts - a.room.last_ts)
}
