import { closeDialog, type OpenDialog, useDialog } from './dialogs.ts'
import { part } from './part.tsx'

const NewRoom = part(async () => (await import('../features/rooms/new-room.tsx')).NewRoom)
const NewDirect = part(async () => (await import('../features/rooms/new-direct.tsx')).NewDirect)
const NotifyLevel = part(async () => (await import('../features/rooms/notify-level.tsx')).NotifyLevel)
const RoomSettings = part(async () => (await import('../features/rooms/room-settings.tsx')).RoomSettings)
const ArchiveRoom = part(async () => (await import('../features/rooms/archive-room.tsx')).ArchiveRoom)
const ActOnPerson = part(async () => (await import('../features/members/act-on-person.tsx')).ActOnPerson)
const BrowseRooms = part(async () => (await import('../features/rooms/browse-rooms.tsx')).BrowseRooms)
const loadJump = () => import('../features/rooms/jump.tsx')
const Jump = part(async () => (await loadJump()).Jump)
const LeaveRoom = part(async () => (await import('../features/rooms/leave-room.tsx')).LeaveRoom)
const DeleteMessage = part(async () => (await import('../features/actions/delete-message.tsx')).DeleteMessage)
const InvitePeople = part(async () => (await import('../features/invites/invite-people.tsx')).InvitePeople)
const AddPeople = part(async () => (await import('../features/members/add-people.tsx')).AddPeople)
const Settings = part(async () => (await import('../features/settings/settings.tsx')).Settings)
const ChangePassword = part(
  async () => (await import('../features/settings/change-password.tsx')).ChangePassword,
)
const Devices = part(async () => (await import('../features/settings/devices.tsx')).Devices)
const LogOut = part(async () => (await import('../features/settings/log-out.tsx')).LogOut)

/** Begun when the first key of its shortcut goes down, so that what is typed right after goes to its field. */
export function prepareJump(): void {
  // Offline, opening it asks again.
  loadJump().catch(() => undefined)
}

/** Dialogs are files of their own: the page is there before any of them is asked for. */
export function DialogHost() {
  const dialog = useDialog((state) => state.dialog)
  return dialog !== null && <Content dialog={dialog} />
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
