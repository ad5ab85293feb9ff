import { type ReactNode, useEffect, useState } from 'react'
import type { RoomState } from '../../client/chat-state.ts'
import type { RoomView } from '../../protocol/views.ts'
import { closeActions, useOpenActions } from '../features/actions/open-actions.ts'
import { keepUnsent } from '../features/composer/keep-unsent.ts'
import { restoreTrays } from '../features/composer/tray.ts'
import { useLeaveWarning } from '../features/composer/use-leave-warning.ts'
import { useWaitingEdits } from '../features/composer/use-save-edit.ts'
import { useBackOnlineToast } from '../features/connection/use-connection.ts'
import { Conversation } from '../features/conversation/conversation.tsx'
import { NoRoom } from '../features/conversation/no-room.tsx'
import { RemovedRoom } from '../features/conversation/removed-room.tsx'
import { MembersPanel } from '../features/members/members-panel.tsx'
import { Announcer } from '../features/messages/announcer.tsx'
import { loadMarkdown } from '../features/messages/message-text.tsx'
import { collectSystemLines } from '../features/messages/system-lines.ts'
import { PhoneRooms } from '../features/rooms/phone-rooms.tsx'
import { Sidebar } from '../features/rooms/sidebar.tsx'
import { ToastHost } from '../features/toasts/toast-host.tsx'
import { useText } from '../i18n/language.tsx'
import { useChatState, useClient } from './chat.tsx'
import { DialogHost } from './dialog-host.tsx'
import { useLayout } from './layout.ts'
import { part } from './part.tsx'
import { goBack, type Panel, replaceRoute, useRoute } from './route.ts'
import styles from './shell.module.css'
import { useDocumentTitle } from './use-document-title.ts'
import { usePresenceReport } from './use-presence-report.ts'
import { useShortcuts } from './use-shortcuts.ts'

const closePanel = () => goBack({ over: null })

const Lightbox = part(
  async () => (await import('../features/pictures/lightbox.tsx')).Lightbox,
  () => goBack({ picture: null }),
)

const PinsPanel = part(async () => (await import('../features/pins/pins-panel.tsx')).PinsPanel, closePanel)

const loadSearch = () => import('../features/search/search-panel.tsx')
const SearchPanel = part(async () => (await loadSearch()).SearchPanel, closePanel)

const ActionsHost = part(
  async () => (await import('../features/actions/actions-host.tsx')).ActionsHost,
  closeActions,
)

/** The place, once somebody is in it: rooms, conversation, panel; one of them at a time on a phone. */
export function Shell() {
  const text = useText()
  const client = useClient()
  const layout = useLayout()
  const { room: wanted, over, picture } = useRoute()
  const rooms = useChatState((state) => state.rooms)
  const state = wanted === null ? undefined : rooms.get(wanted)
  const isCompact = layout === 'compact'
  useEffect(() => collectSystemLines(client), [client])
  useEffect(() => keepUnsent(client), [client])
  useEffect(() => {
    // Offline, the first message that needs it asks again.
    loadMarkdown().catch(() => undefined)
    // Here before its key is pressed, so that what is typed right after goes to its field.
    loadSearch().catch(() => undefined)
  }, [])
  useEffect(() => {
    // It never rejects.
    void restoreTrays(client)
  }, [client])
  useFirstRoom(isCompact)
  useShortcuts()
  useDocumentTitle()
  usePresenceReport()
  useBackOnlineToast()
  useLeaveWarning()
  useWaitingEdits()
  const last = useLastRoom(state)
  useClosedConversation(state === undefined, last, wanted)
  const actions = useOpenActions((open) => open.open)

  const conversation =
    state !== undefined ? (
      <Conversation key={state.room.id} state={state} />
    ) : wanted !== null && last !== null ? (
      <RemovedRoom room={wanted} name={last.name} />
    ) : (
      <NoRoom />
    )
  const panel = panelOf(over, state)
  return (
    <>
      {state !== undefined && (
        <a className={styles.skip} href="#composer" onClick={skipToComposer}>
          {text.place.skip}
        </a>
      )}
      {isCompact ? (
        <div className={styles.pane}>{panel ?? (wanted === null ? <PhoneRooms /> : conversation)}</div>
      ) : (
        <div
          className={`${styles.panes} ${panel !== null && layout === 'wide' ? styles.withPanel : ''} ${over === 'search' ? styles.searching : ''}`}
        >
          <Sidebar />
          {conversation}
          {panel !== null && <div className={styles.panel}>{panel}</div>}
        </div>
      )}
      {state !== undefined && picture !== null && <Lightbox state={state} pictureId={picture} />}
      {actions !== null && <ActionsHost open={actions} />}
      <DialogHost />
      <ToastHost />
      <Announcer open={wanted} />
    </>
  )
}

function panelOf(over: Panel | null, state: RoomState | undefined): ReactNode {
  if (over === 'search') return <SearchPanel />
  if (state === undefined) return null
  if (over === 'members') return <MembersPanel state={state} />
  if (over !== 'pins') return null
  return <PinsPanel state={state} />
}

/** Beside the list there is always room for a conversation: the default one, or the first. */
function useFirstRoom(isCompact: boolean): void {
  const rooms = useChatState((state) => state.rooms)
  const { room } = useRoute()
  useEffect(() => {
    if (isCompact || room !== null || rooms.size === 0) return
    const all = [...rooms.values()]
    const first = all.find((candidate) => candidate.room.is_default) ?? all[0]
    if (first !== undefined) replaceRoute({ room: first.room.id })
  }, [isCompact, room, rooms])
}

/** What the open room was, for when it is gone. */
function useLastRoom(state: RoomState | undefined): RoomView | null {
  const [room, setRoom] = useState<RoomView | null>(null)
  if (state !== undefined && state.room !== room) setRoom(state.room)
  return room
}

/** A conversation that was put away on another device is gone without a word, as it goes here. */
function useClosedConversation(isGone: boolean, last: RoomView | null, wanted: string | null): void {
  const isClosed = isGone && last?.kind === 'direct' && last.id === wanted
  useEffect(() => {
    if (isClosed) replaceRoute({ room: null, over: null })
  }, [isClosed])
}

function skipToComposer(event: { preventDefault: () => void }): void {
  event.preventDefault()
  document.getElementById('composer')?.focus()
}
