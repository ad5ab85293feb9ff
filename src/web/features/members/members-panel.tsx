import { Ellipsis, UserPlus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RoomMember, RoomState } from '../../../client/chat-state.ts'
import type { PresenceState } from '../../../protocol/values.ts'
import { useAccount, useChatState, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { SidePanel } from '../../app/side-panel.tsx'
import { Button } from '../../controls/button.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { languageOf } from '../../i18n/message-language.ts'
import { FormNotice } from '../entry/form-notice.tsx'
import { Seal } from '../people/seal.tsx'
import { authorityIn } from './authority.ts'
import styles from './members-panel.module.css'
import { PersonButton } from './person-button.tsx'

export function MembersPanel({ state: { room, members } }: { state: RoomState }) {
  const text = useText()
  const client = useClient()
  const isLive = useChatState((chat) => chat.connection.name === 'live')
  const presence = useChatState((chat) => chat.presence)
  const [failure, setFailure] = useState<unknown>(null)
  useEffect(() => {
    if (isLive) client.loadMembers(room.id).then(() => setFailure(null), setFailure)
  }, [client, room.id, isLive])
  const account = useAccount()
  const mayAdd = !room.archived && (room.kind === 'open' || authorityIn(room, account.role).moderates)
  const presenceOf = (member: RoomMember): PresenceState => presence.get(member.user_id) ?? 'offline'

  return (
    <SidePanel title={text.members.title} count={members?.length}>
      {mayAdd && (
        <div className={styles.add}>
          <Button onClick={() => openDialog({ name: 'add-people', room: room.id })}>
            <UserPlus size={16} aria-hidden="true" />
            {text.members.add}
          </Button>
        </div>
      )}
      {failure !== null && members === null && <FormNotice problem={errorText(text, failure)} />}
      <ul className={styles.list}>
        {inOrder(members ?? [], presenceOf).map((member) => (
          <Member key={member.user_id} room={room.id} member={member} presence={presenceOf(member)} />
        ))}
      </ul>
    </SidePanel>
  )
}

function Member({ room, member, presence }: { room: string; member: RoomMember; presence: PresenceState }) {
  const text = useText()
  const account = useAccount()
  const isYou = member.user_id === account.user_id
  const about = [
    isYou ? text.members.you : '',
    text.members.presence[presence],
    text.members.role[member.role],
    member.muted ? text.person.isMuted : '',
  ]
  return (
    <li className={styles.member}>
      <Seal userId={member.user_id} name={member.display_name} side={36} isYou={isYou} presence={presence} />
      <div className={styles.words}>
        <p
          className={`${styles.name} ${isYou ? styles.you : ''}`}
          title={`@${member.username}`}
          lang={languageOf(member.display_name)}
        >
          {member.display_name}
        </p>
        <p className={styles.about} aria-hidden="true">
          {about.filter(Boolean).join(' · ')}
        </p>
      </div>
      <PersonButton room={room} person={member} className={styles.more ?? ''}>
        <Ellipsis size={18} aria-hidden="true" />
      </PersonButton>
    </li>
  )
}

const rank = { online: 0, away: 1, offline: 2 } satisfies Record<PresenceState, number>

/** Who is here comes first; then by name. */
function inOrder(
  members: readonly RoomMember[],
  presenceOf: (member: RoomMember) => PresenceState,
): RoomMember[] {
  return members.toSorted(
    (a, b) =>
      rank[presenceOf(a)] - rank[presenceOf(b)] ||
      a.display_name.localeCompare(b.display_name, 'zh-Hans-u-co-pinyin'),
  )
}
