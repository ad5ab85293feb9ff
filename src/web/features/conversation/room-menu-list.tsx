import { Archive, ArchiveRestore, Bell, LogOut, Pin, SlidersHorizontal, UserPlus, X } from 'lucide-react'
import type { RefObject } from 'react'
import type { RoomView } from '../../../protocol/views.ts'
import { useAccount, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { navigate, replaceRoute } from '../../app/route.ts'
import { Menu, type MenuAction } from '../../controls/menu.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { authorityIn } from '../members/authority.ts'
import { restoreRoom } from '../rooms/restore-room.ts'
import { showToast } from '../toasts/toasts.ts'

interface Props {
  room: RoomView
  trigger: RefObject<HTMLElement | null>
  onClose: () => void
}

/** Only what this reader may do in this room. */
export function RoomMenuList({ room, trigger, onClose }: Props) {
  const text = useText()
  const account = useAccount()
  const { moderates, owns } = authorityIn(room, account.role)
  const isDirect = room.kind === 'direct'
  const isFixed = room.is_default || isDirect
  const leave = useLeave(room)
  const restore = useRestore(room)
  const asking = (name: RoomDialog, label: string, icon: MenuAction['icon']): MenuAction => ({
    ...{ id: name, label, icon },
    act: () => openDialog({ name, room: room.id }),
  })
  const pins: MenuAction = {
    ...{ id: 'pins', label: text.pins.title, icon: Pin },
    act: () => navigate({ over: 'pins' }),
  }
  const mayAdd = !room.archived && (room.kind === 'open' || moderates)
  const mayChange = moderates && !room.archived
  const mayArchive = owns && !isFixed
  const actions = [
    pins,
    asking('notify', text.notify.open, Bell),
    ...(mayAdd ? [asking('add-people', text.members.add, UserPlus)] : []),
    ...(mayChange ? [asking('room-settings', text.roomSettings.open, SlidersHorizontal)] : []),
    ...(mayArchive && room.archived ? [restore] : []),
    ...(mayArchive && !room.archived ? [asking('archive', text.roomSettings.archive, Archive)] : []),
    ...(room.is_default ? [] : [leave]),
  ]
  return <Menu label={text.conversation.more} trigger={trigger} onClose={onClose} actions={actions} />
}

type RoomDialog = 'notify' | 'add-people' | 'room-settings' | 'archive'

/** A direct room comes back with the next message, so nobody is asked whether they mean it. */
function useLeave(room: RoomView): MenuAction {
  const text = useText()
  const client = useClient()
  const close = async () => {
    try {
      await client.request('room_leave', { room: room.id })
      replaceRoute({ room: null, over: null })
      showToast(text.direct.closed)
    } catch (error) {
      showToast(errorText(text, error), 'problem')
    }
  }
  if (room.kind === 'direct') {
    // A refusal is told by a toast.
    return { id: 'close', label: text.direct.close, icon: X, act: () => void close() }
  }
  const act = () => openDialog({ name: 'leave', room: room.id })
  return { id: 'leave', label: text.conversation.leave, icon: LogOut, act, isDanger: true }
}

function useRestore(room: RoomView): MenuAction {
  const text = useText()
  const client = useClient()
  // A toast says how it went.
  const act = () => void restoreRoom(client, text, room)
  return { id: 'restore', label: text.roomSettings.restore, icon: ArchiveRestore, act }
}
