import { addAccount, setDisabled, setDisplayName, setPassword, setRole } from './account-changes.ts'
import { removeAccount } from './account-removal.ts'
import { issueClaim } from './claims.ts'
import type { CommandInput, CommandKind, CommandResult } from './commands.ts'
import { openDirectRoom } from './direct-rooms.ts'
import { addImage } from './image-arrival.ts'
import { sweepImages } from './image-rows.ts'
import { createInvite, revokeInvite } from './invites.ts'
import { addToRoom, joinRoom, leaveRoom } from './memberships.ts'
import { deleteMessage } from './message-deletion.ts'
import { editMessage } from './message-edit.ts'
import { postMessage } from './messages.ts'
import { banUser, kickMember, muteMember } from './moderation.ts'
import { setNotifyLevel } from './notify-levels.ts'
import { pinMessage } from './pins.ts'
import { react } from './reactions.ts'
import { markRead } from './read-marks.ts'
import { register } from './registration.ts'
import { archiveRoom, updateRoom } from './room-changes.ts'
import { setRoomRole } from './room-roles.ts'
import { createRoom } from './rooms.ts'
import { rebuildSearch } from './search/search-state.ts'
import { revokeOwnSession, revokeSession, revokeSessions } from './session-ends.ts'
import { openSession, redeemTicket, touchSession } from './sessions.ts'
import type { Transaction } from './transaction.ts'

type CommandHandlers = {
  [K in CommandKind]: (tx: Transaction, input: CommandInput<K>) => CommandResult<K>
}

const handlers: CommandHandlers = {
  register,
  add_account: addAccount,
  set_password: setPassword,
  set_display_name: setDisplayName,
  set_role: setRole,
  set_disabled: setDisabled,
  remove_account: removeAccount,
  open_session: openSession,
  redeem_ticket: redeemTicket,
  touch_session: touchSession,
  revoke_session: revokeSession,
  revoke_sessions: revokeSessions,
  revoke_own_session: revokeOwnSession,
  issue_claim: issueClaim,
  create_invite: createInvite,
  revoke_invite: revokeInvite,
  post_message: postMessage,
  edit_message: editMessage,
  delete_message: deleteMessage,
  react,
  mark_read: markRead,
  create_room: createRoom,
  join_room: joinRoom,
  leave_room: leaveRoom,
  add_to_room: addToRoom,
  open_direct_room: openDirectRoom,
  update_room: updateRoom,
  archive_room: archiveRoom,
  kick_member: kickMember,
  mute_member: muteMember,
  ban_user: banUser,
  set_room_role: setRoomRole,
  set_notify_level: setNotifyLevel,
  pin_message: pinMessage,
  rebuild_search: rebuildSearch,
  add_image: addImage,
  sweep_images: sweepImages,
}

/** Throws `DomainError` for what is refused; the caller then undoes what was done so far. */
export function runCommand<K extends CommandKind>(
  tx: Transaction,
  kind: K,
  input: CommandInput<K>,
): CommandResult<K> {
  return handlers[kind](tx, input)
}
