import type { RequestType } from '../../../protocol/requests.ts'
import type { Handler } from '../context.ts'
import { dmOpen } from './dm-open.ts'
import { history } from './history.ts'
import { imageUpload } from './image-upload.ts'
import { imageUploadCancel } from './image-upload-cancel.ts'
import { imageUploadRequest } from './image-upload-request.ts'
import { inviteCreate } from './invite-create.ts'
import { logout } from './logout.ts'
import { members } from './members.ts'
import { message } from './message.ts'
import { messageDelete } from './message-delete.ts'
import { messageEdit } from './message-edit.ts'
import { notifyLevel } from './notify-level.ts'
import { passwordChange } from './password-change.ts'
import { pin } from './pin.ts'
import { pins } from './pins.ts'
import { presence } from './presence.ts'
import { profileUpdate } from './profile-update.ts'
import { react } from './react.ts'
import { read } from './read.ts'
import { roomArchive } from './room-archive.ts'
import { roomBan } from './room-ban.ts'
import { roomBans } from './room-bans.ts'
import { roomCreate } from './room-create.ts'
import { roomInvite } from './room-invite.ts'
import { roomJoin } from './room-join.ts'
import { roomKick } from './room-kick.ts'
import { roomLeave } from './room-leave.ts'
import { roomList } from './room-list.ts'
import { roomMute } from './room-mute.ts'
import { roomRole } from './room-role.ts'
import { roomUpdate } from './room-update.ts'
import { search } from './search.ts'
import { sessionList } from './session-list.ts'
import { sessionRevoke } from './session-revoke.ts'
import { sync } from './sync.ts'
import { typing } from './typing.ts'
import { users } from './users.ts'

/** Requests of the connection itself: they are answered also before there is an account to speak for. */
type ConnectionRequest = 'auth_request' | 'health_check' | 'ping'

export type LiveRequest = Exclude<RequestType, ConnectionRequest>

export const handlers: { readonly [T in LiveRequest]: Handler<T> } = {
  message,
  message_edit: messageEdit,
  message_delete: messageDelete,
  react,
  pin,
  pins,
  history,
  sync,
  search,
  read,
  typing,
  presence,
  room_create: roomCreate,
  room_list: roomList,
  room_join: roomJoin,
  room_leave: roomLeave,
  room_invite: roomInvite,
  room_update: roomUpdate,
  room_archive: roomArchive,
  room_kick: roomKick,
  room_mute: roomMute,
  room_ban: roomBan,
  room_bans: roomBans,
  room_role: roomRole,
  dm_open: dmOpen,
  notify_level: notifyLevel,
  members,
  users,
  invite_create: inviteCreate,
  profile_update: profileUpdate,
  password_change: passwordChange,
  session_list: sessionList,
  session_revoke: sessionRevoke,
  logout,
  image_upload: imageUpload,
  image_upload_cancel: imageUploadCancel,
  image_upload_request: imageUploadRequest,
}
