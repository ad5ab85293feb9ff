import { Ban, Crown, MessageSquare, MicOff, Shield, ShieldOff, UserMinus, Volume2 } from 'lucide-react'
import { type RefObject, useEffect } from 'react'
import type { ChatClient } from '../../../client/chat-client.ts'
import type { RoomMember } from '../../../client/chat-state.ts'
import type { AccountRole } from '../../../protocol/values.ts'
import type { RoomView, UserView } from '../../../protocol/views.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { Menu, type MenuAction } from '../../controls/menu.tsx'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { openDirect } from '../rooms/open-direct.ts'
import { showToast } from '../toasts/toasts.ts'
import { type Authority, authorityIn } from './authority.ts'

interface Props {
  room: RoomView
  person: UserView
  /** Of one who is in the room, as far as is known. */
  member: RoomMember | undefined
  trigger: RefObject<HTMLElement | null>
  onClose: () => void
}

interface Act {
  client: ChatClient
  text: Dictionary
  room: RoomView
  person: UserView
}

/** What can be done about a person, in the order of how often it is; what hurts is asked about first. */
export function PersonMenu({ room, person, member, trigger, onClose }: Props) {
  const text = useText()
  const client = useClient()
  const account = useAccount()
  const isUnknown = member === undefined
  useEffect(() => {
    // Without an answer there is less that can be done; the menu says what there is.
    if (isUnknown) client.loadMembers(room.id).catch(() => undefined)
  }, [client, room.id, isUnknown])
  const authority = authorityIn(room, account.role)
  const act: Act = { client, text, room, person }
  const isYou = person.user_id === account.user_id
  const actions = isYou
    ? ownActions(act)
    : [messageAction(act), ...(member === undefined ? [] : memberActions(act, member, authority))]
  return (
    <Menu
      label={text.person.actions(person.display_name)}
      trigger={trigger}
      onClose={onClose}
      actions={actions}
    />
  )
}

/** Whether there is anything in one's own menu. */
export function canStepDown({ kind, role, is_default: isDefault }: RoomView): boolean {
  return kind !== 'direct' && !isDefault && role !== 'member'
}

function messageAction({ client, text, person }: Act): MenuAction {
  return {
    id: 'message',
    label: text.direct.message(person.display_name),
    icon: MessageSquare,
    // A refusal is told by a toast.
    act: () => void openDirect(client, text, [person.user_id]),
  }
}

function ownActions(act: Act): MenuAction[] {
  if (!canStepDown(act.room)) return [messageAction(act)]
  return [messageAction(act), roleAction(act, 'member', act.text.person.stepDown)]
}

function memberActions(act: Act, member: RoomMember, authority: Authority): MenuAction[] {
  if (!authority.moderates || !authority.isAbove(member)) return []
  const isLasting = act.room.is_default
  return [
    ...(authority.owns && !isLasting ? roleActions(act, member.role) : []),
    muteAction(act, !member.muted),
    ...(isLasting ? [] : removals(act)),
  ]
}

function roleActions(act: Act, role: AccountRole): MenuAction[] {
  const { person } = act.text
  return [
    ...(role === 'moderator' ? [] : [roleAction(act, 'moderator', person.makeModerator)]),
    ...(role === 'member' ? [] : [roleAction(act, 'member', person.makeMember)]),
    ...(role === 'owner' ? [] : [asking(act, 'make-owner', person.makeOwner)]),
  ]
}

function roleAction(act: Act, role: AccountRole, label: string): MenuAction {
  const { client, text, room, person } = act
  const done = text.person.hasRole(person.display_name, text.person.roleSaved[role])
  const give = () => client.request('room_role', { room: room.id, user_id: person.user_id, role })
  return {
    id: role,
    label,
    icon: role === 'moderator' ? Shield : ShieldOff,
    act: () => void run(text, give, done),
  }
}

function muteAction({ client, text, room, person }: Act, on: boolean): MenuAction {
  const words = text.person
  const done = on ? words.muted(person.display_name) : words.unmuted(person.display_name)
  const mute = () => client.request('room_mute', { room: room.id, user_id: person.user_id, on })
  // Rejects never.
  const label = on ? words.mute : words.unmute
  return { id: 'mute', label, icon: on ? MicOff : Volume2, act: () => void run(text, mute, done) }
}

function removals(act: Act): MenuAction[] {
  const { person } = act.text
  return [
    { ...asking(act, 'kick', person.kick), icon: UserMinus, isDanger: true },
    { ...asking(act, 'ban', person.ban), icon: Ban, isDanger: true },
  ]
}

function asking({ room, person }: Act, name: 'kick' | 'ban' | 'make-owner', label: string): MenuAction {
  return { id: name, label, icon: Crown, act: () => openDialog({ name, room: room.id, person }) }
}

/** A toast says how it went. */
async function run(text: Dictionary, request: () => Promise<unknown>, done: string): Promise<void> {
  try {
    await request()
    showToast(done)
  } catch (error) {
    showToast(errorText(text, error), 'problem')
  }
}
