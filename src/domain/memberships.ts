import type { AccountRole } from '../protocol/values.ts'
import type { RoomView } from '../protocol/views.ts'
import { forgetMute, isMutedOnReturn, keepMute } from './absent-mutes.ts'
import { expectEnabled } from './accounts.ts'
import { refuseBanned } from './bans.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { hideRoom, isDirect } from './direct-rooms.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent, appendUserEvent } from './events.ts'
import { rankIn, ranks } from './ranks.ts'
import { defaultRoomId, expectMember, refuseArchived, roomAccess } from './room-access.ts'
import { roomOf } from './room-views.ts'
import type { Transaction } from './transaction.ts'

const insertMembership = statement<
  [accountId: number, role: AccountRole, joinedAtMs: number, muted: number, roomId: number]
>(
  `INSERT INTO memberships (room_id, account_id, role, joined_at_ms, last_read_n, muted)
   SELECT id, ?, ?, ?, last_n, ? FROM rooms WHERE id = ?
   ON CONFLICT DO NOTHING`,
)

const deleteMembership = statement<[roomId: number, accountId: number], { muted: number }>(
  'DELETE FROM memberships WHERE room_id = ? AND account_id = ? RETURNING muted',
)

const findRoomIds = statement<[accountId: number], number>(
  'SELECT room_id FROM memberships WHERE account_id = ? ORDER BY room_id',
)

const findPresentAccount = statement<[accountId: number], { id: number }>(
  'SELECT id FROM accounts WHERE id = ? AND removed_at_ms IS NULL AND disabled_at_ms IS NULL',
)

/** One who cannot look after the room, having been disabled or muted, comes last. */
const findEldest = statement<[roomId: number], { accountId: number; role: AccountRole }>(
  `SELECT member.account_id AS accountId, member.role
   FROM memberships AS member JOIN accounts AS a ON a.id = member.account_id
   WHERE member.room_id = +?
   ORDER BY member.role = 'owner' DESC, a.disabled_at_ms IS NOT NULL, member.muted, member.role = 'moderator' DESC,
     member.joined_at_ms, member.account_id
   LIMIT 1`,
)

const updateRole = statement<[role: AccountRole, roomId: number, accountId: number]>(
  'UPDATE memberships SET role = ? WHERE room_id = ? AND account_id = ?',
)

export function joinRoom(tx: Transaction, { accountId, roomId }: CommandInput<'join_room'>): RoomView {
  expectEnabled(tx, accountId)
  const access = roomAccess(tx, roomId, accountId)
  if (access.role === null) {
    refuseBanned(tx, roomId, accountId)
    refuseArchived(access)
    // A room that everybody has left belongs to whoever comes first.
    const role = findEldest(tx.db).get(roomId) === undefined ? 'owner' : 'member'
    admit(tx, { roomId, accountId, role, change: 'joined', by: null })
  }
  return ownRoom(tx, roomId, accountId)
}

export function leaveRoom(tx: Transaction, { accountId, roomId }: CommandInput<'leave_room'>): null {
  if (roomId === defaultRoomId(tx)) throw new DomainError('forbidden')
  if (isDirect(tx, roomId)) hideRoom(tx, roomId, accountId)
  else dismiss(tx, { roomId, accountId, change: 'left', by: null })
  return null
}

export function addToRoom(
  tx: Transaction,
  { accountId, roomId, userIds }: CommandInput<'add_to_room'>,
): CommandResult<'add_to_room'> {
  const standing = expectMember(tx, roomId, accountId)
  const mayInvite = standing.kind === 'open' || rankIn(standing) >= ranks.roomModerator
  if (!mayInvite) throw new DomainError('forbidden')
  refuseArchived(standing)
  for (const userId of userIds) {
    if (findPresentAccount(tx.db).get(userId) === undefined) throw new DomainError('not_found')
    refuseBanned(tx, roomId, userId)
  }
  const added = userIds.filter((userId) =>
    admit(tx, { roomId, accountId: userId, role: 'member', change: 'added', by: accountId }),
  )
  return { added }
}

/** Everybody is in the default room, where one's role is that of one's account. */
export function joinDefaultRoom(tx: Transaction, accountId: number, role: AccountRole): void {
  admit(tx, { roomId: defaultRoomId(tx), accountId, role, change: 'joined', by: null })
}

export function setDefaultRoomRole(tx: Transaction, accountId: number, role: AccountRole): void {
  giveRole(tx, { roomId: defaultRoomId(tx), accountId, role, by: null })
}

/** Tells the room. */
export function giveRole(
  tx: Transaction,
  grant: { roomId: number; accountId: number; role: AccountRole; by: number | null },
): void {
  const { roomId, accountId, role, by } = grant
  updateRole(tx.db).run(role, roomId, accountId)
  appendRoomEvent(tx, roomId, { type: 'member_changed', detail: { userId: accountId, change: 'role', by } })
}

export function roomIdsOf(tx: Transaction, accountId: number): number[] {
  return findRoomIds(tx.db).pluck().all(accountId)
}

/** Joining reads everything that was said before [P-22]. Says whether the account was not a member yet. */
export function admit(
  tx: Transaction,
  entry: {
    roomId: number
    accountId: number
    role: AccountRole
    change: 'joined' | 'added'
    by: number | null
  },
): boolean {
  const { roomId, accountId, role, change, by } = entry
  const muted = isMutedOnReturn(tx, roomId, accountId) ? 1 : 0
  const { changes } = insertMembership(tx.db).run(accountId, role, tx.nowMs, muted, roomId)
  if (changes === 0) return false
  if (muted === 1) forgetMute(tx, roomId, accountId)
  appendRoomEvent(tx, roomId, { type: 'member_changed', detail: { userId: accountId, change, by } })
  appendUserEvent(tx, accountId, { type: 'rooms_changed', detail: { roomId } })
  return true
}

/** Nothing happens to one who is not a member, whether there is such a room or not. Says whether something did. */
export function dismiss(
  tx: Transaction,
  exit: { roomId: number; accountId: number; change: 'left' | 'removed'; by: number | null },
): boolean {
  const { roomId, accountId, change, by } = exit
  const before = deleteMembership(tx.db).get(roomId, accountId)
  if (before === undefined) return false
  if (before.muted === 1) keepMute(tx, roomId, accountId)
  appendRoomEvent(tx, roomId, { type: 'member_changed', detail: { userId: accountId, change, by } })
  appendUserEvent(tx, accountId, { type: 'rooms_changed', detail: { roomId } })
  if (roomId !== defaultRoomId(tx) && !isDirect(tx, roomId)) promoteEldest(tx, roomId)
  return true
}

/** Whoever has been there longest becomes the owner of a room that would have none, a moderator before the others. */
function promoteEldest(tx: Transaction, roomId: number): void {
  const eldest = findEldest(tx.db).get(roomId)
  if (eldest === undefined || eldest.role === 'owner') return
  giveRole(tx, { roomId, accountId: eldest.accountId, role: 'owner', by: null })
}

function ownRoom(tx: Transaction, roomId: number, accountId: number): RoomView {
  const room = roomOf(tx, roomId, accountId)
  if (room === null) throw new Error(`Expected account ${accountId} to be in room ${roomId}.`)
  return room
}
