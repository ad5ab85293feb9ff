import { lazy, Suspense } from 'react'
import { closeDialog, type OpenDialog, useDialog } from './dialogs.ts'

const NewRoom = lazy(async () => ({ default: (await import('../features/rooms/new-room.tsx')).NewRoom }))
const NewDirect = lazy(async () => ({
  default: (await import('../features/rooms/new-direct.tsx')).NewDirect,
}))
const NotifyLevel = lazy(async () => ({
  default: (await import('../features/rooms/notify-level.tsx')).NotifyLevel,
}))
const RoomSettings = lazy(async () => ({
  default: (await import('../features/rooms/room-settings.tsx')).RoomSettings,
}))
const ArchiveRoom = lazy(async () => ({
  default: (await import('../features/rooms/archive-room.tsx')).ArchiveRoom,
}))
const ActOnPerson = lazy(async () => ({
  default: (await import('../features/members/act-on-person.tsx')).ActOnPerson,
}))
const BrowseRooms = lazy(async () => ({
  default: (await import('../features/rooms/browse-rooms.tsx')).BrowseRooms,
}))
const loadJump = () => import('../features/rooms/jump.tsx')
const Jump = lazy(async () => ({ default: (await loadJump()).Jump }))
const LeaveRoom = lazy(async () => ({
  default: (await import('../features/rooms/leave-room.tsx')).LeaveRoom,
}))
const DeleteMessage = lazy(async () => ({
  default: (await import('../features/actions/delete-message.tsx')).DeleteMessage,
}))
const InvitePeople = lazy(async () => ({
  default: (await import('../features/invites/invite-people.tsx')).InvitePeople,
}))
const AddPeople = lazy(async () => ({
  default: (await import('../features/members/add-people.tsx')).AddPeople,
}))
const Settings = lazy(async () => ({ default: (await import('../features/settings/settings.tsx')).Settings }))
const ChangePassword = lazy(async () => ({
  default: (await import('../features/settings/change-password.tsx')).ChangePassword,
}))
const Devices = lazy(async () => ({ default: (await import('../features/settings/devices.tsx')).Devices }))
const LogOut = lazy(async () => ({ default: (await import('../features/settings/log-out.tsx')).LogOut }))

/** Begun when the first key of its shortcut goes down, so that what is typed right after goes to its field. */
export function prepareJump(): void {
  // Offline, opening it asks again.
  loadJump().catch(() => undefined)
}

/** Dialogs are files of their own: the page is there before any of them is asked for. */
export function DialogHost() {
  const dialog = useDialog((state) => state.dialog)
  return <Suspense fallback={null}>{dialog !== null && <Content dialog={dialog} />}</Suspense>
}

function Content({ dialog }: { dialog: OpenDialog }) {
  switch (dialog.name) {
    case 'new-room':
      return <NewRoom onClose={closeDialog} />
    case 'new-direct':
      return <NewDirect onClose={closeDialog} />
    case 'browse':
      return <BrowseRooms onClose={closeDialog} />
    case 'jump':
      return <Jump typed={dialog.typed} onClose={closeDialog} />
    case 'invite':
      return <InvitePeople onClose={closeDialog} />
    case 'settings':
      return <Settings onClose={closeDialog} />
    case 'change-password':
      return <ChangePassword onClose={closeDialog} />
    case 'devices':
      return <Devices onClose={closeDialog} />
    case 'log-out':
      return <LogOut onClose={closeDialog} />
    case 'add-people':
      return <AddPeople room={dialog.room} onClose={closeDialog} />
    case 'notify':
      return <NotifyLevel room={dialog.room} onClose={closeDialog} />
    case 'room-settings':
      return <RoomSettings room={dialog.room} onClose={closeDialog} />
    case 'archive':
      return <ArchiveRoom room={dialog.room} onClose={closeDialog} />
    case 'kick':
    case 'ban':
    case 'make-owner':
      return <ActOnPerson act={dialog.name} room={dialog.room} person={dialog.person} onClose={closeDialog} />
    case 'leave':
      return <LeaveRoom room={dialog.room} onClose={closeDialog} />
    case 'delete-message':
      return <DeleteMessage message={dialog.message} onClose={closeDialog} />
    default:
      return dialog satisfies never
  }
}
