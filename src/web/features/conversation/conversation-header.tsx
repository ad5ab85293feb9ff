import { ChevronLeft, Ellipsis, LogOut, UserPlus, Users } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { ChatState, RoomState } from '../../../client/chat-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { useLayout } from '../../app/layout.ts'
import { goBack, navigate, replaceRoute, useRoute } from '../../app/route.ts'
import { IconButton } from '../../controls/button.tsx'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import styles from './conversation-header.module.css'

const Menu = lazy(async () => ({ default: (await import('../../controls/menu.tsx')).Menu }))

export function ConversationHeader({ state }: { state: RoomState }) {
  const text = useText()
  const layout = useLayout()
  const { over } = useRoute()
  const isOpen = over === 'members'
  const toggleMembers = () => {
    if (isOpen) replaceRoute({ over: null })
    else navigate({ over: 'members' })
  }
  return (
    <header className={styles.header}>
      <div className={styles.column}>
        {layout === 'compact' && <Back current={state.room.id} />}
        <div className={styles.words}>
          <h1 className={styles.title} title={state.room.name} lang={languageOf(state.room.name)}>
            {state.room.name}
          </h1>
          {layout === 'compact' ? (
            <MemberCount state={state} />
          ) : (
            <p className={styles.topic} title={state.room.topic} lang={languageOf(state.room.topic)}>
              {state.room.topic}
            </p>
          )}
        </div>
        <IconButton
          label={text.conversation.members}
          aria-expanded={layout === 'compact' ? undefined : isOpen}
          onClick={toggleMembers}
        >
          <Users size={18} aria-hidden="true" />
        </IconButton>
        <More room={state.room.id} isDefault={state.room.is_default} />
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
  const others = [...rooms.values()].filter(
    ({ room, unread }) => room.id !== current && unread > 0 && !room.muted,
  )
  if (others.some(({ room }) => room.mentions > 0)) return 'mention'
  return others.length > 0 ? 'unread' : 'none'
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
  const here = members?.filter(({ user_id }) => presence.get(user_id) === 'online').length ?? 0
  return (
    <p className={styles.topic}>{members !== null && text.conversation.memberCount(members.length, here)}</p>
  )
}

function More({ room, isDefault }: { room: string; isDefault: boolean }) {
  const text = useText()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, setOpen] = useState(false)
  const leave = {
    id: 'leave',
    label: text.conversation.leave,
    icon: LogOut,
    act: () => openDialog({ name: 'leave', room }),
    isDanger: true,
  }
  const add = {
    id: 'add',
    label: text.members.add,
    icon: UserPlus,
    act: () => openDialog({ name: 'add-people', room }),
  }
  return (
    <>
      <IconButton
        ref={button}
        label={text.conversation.more}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Ellipsis size={18} aria-hidden="true" />
      </IconButton>
      {isOpen && (
        <Suspense fallback={null}>
          <Menu
            label={text.conversation.more}
            trigger={button}
            onClose={() => setOpen(false)}
            actions={isDefault ? [add] : [add, leave]}
          />
        </Suspense>
      )}
    </>
  )
}
