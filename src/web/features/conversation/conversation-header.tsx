import { ChevronLeft, Search, Users } from 'lucide-react'
import { useEffect } from 'react'
import type { ChatState, RoomState } from '../../../client/chat-state.ts'
import type { RoomView } from '../../../protocol/views.ts'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { useLayout } from '../../app/layout.ts'
import { goBack, navigate, type Panel, replaceRoute, useRoute } from '../../app/route.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { roomTitle } from '../people/person-name.ts'
import { newsOf } from '../rooms/news.ts'
import styles from './conversation-header.module.css'
import { RoomMenu } from './room-menu.tsx'

export function ConversationHeader({ state }: { state: RoomState }) {
  const text = useText()
  const layout = useLayout()
  const { over } = useRoute()
  const topic = useTopic(state.room)
  const title = roomTitle(state.room, text)
  const toggle = (panel: Panel) => {
    if (over === panel) replaceRoute({ over: null })
    else navigate({ over: panel })
  }
  const expanded = (panel: Panel) => (layout === 'compact' ? undefined : over === panel)
  return (
    <header className={styles.header}>
      <div className={styles.column}>
        {layout === 'compact' && <Back current={state.room.id} />}
        <div className={styles.words}>
          <h1 className={styles.title} title={title} lang={languageOf(title)}>
            {title}
          </h1>
          {layout === 'compact' ? (
            <MemberCount state={state} />
          ) : (
            <p className={styles.topic} title={topic} lang={languageOf(topic)}>
              {topic}
            </p>
          )}
        </div>
        <IconButton
          label={text.conversation.members}
          aria-expanded={expanded('members')}
          onClick={() => toggle('members')}
        >
          <Users size={18} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={text.search.open}
          aria-expanded={expanded('search')}
          onClick={() => toggle('search')}
        >
          <Search size={18} aria-hidden="true" />
        </IconButton>
        <RoomMenu room={state.room} />
      </div>
    </header>
  )
}

function Back({ current }: { current: string }) {
  const text = useText()
  const news = useChatState((chat) => newsElsewhere(chat, current))
  const hasUnread = news !== 'none'
  return (
    <IconButton
      label={hasUnread ? text.place.backUnread : text.place.back}
      className={styles.back ?? ''}
      onClick={() => goBack({ room: null, over: null })}
    >
      <ChevronLeft size={24} aria-hidden="true" />
      {hasUnread && <span className={`${styles.dot} ${news === 'mention' ? styles.called : ''}`} />}
    </IconButton>
  )
}

function newsElsewhere({ rooms }: ChatState, current: string): 'none' | 'unread' | 'mention' {
  const others = [...rooms.values()].filter(({ room }) => room.id !== current).map(newsOf)
  if (others.some(({ called }) => called > 0)) return 'mention'
  return others.some(({ unread }) => unread > 0) ? 'unread' : 'none'
}

/** Asks for the members itself: on a phone there is no panel that would. */
function MemberCount({ state: { room, members } }: { state: RoomState }) {
  const text = useText()
  const client = useClient()
  const isLive = useChatState((chat) => chat.connection.name === 'live')
  const presence = useChatState((chat) => chat.presence)
  useEffect(() => {
    // Without an answer the line stays empty; the next connection asks again.
    if (isLive) client.loadMembers(room.id).catch(() => undefined)
  }, [client, room.id, isLive])
  const alone = usePresenceOfOther(room)
  const here = members?.filter(({ user_id }) => presence.get(user_id) === 'online').length ?? 0
  const count = members === null ? '' : text.conversation.memberCount(members.length, here)
  return <p className={styles.topic}>{alone ?? count}</p>
}

/** A direct room has none of its own: of one other person it says whether they are here. */
function useTopic(room: RoomView): string {
  return usePresenceOfOther(room) ?? room.topic
}

function usePresenceOfOther({ people = [] }: RoomView): string | null {
  const text = useText()
  const account = useAccount()
  const [first] = people
  const presence = useChatState((chat) => chat.presence.get(first?.user_id ?? '') ?? 'offline')
  if (people.length !== 1 || first?.user_id === account.user_id) return null
  return text.members.presence[presence]
}
