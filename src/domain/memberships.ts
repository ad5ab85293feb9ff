import type { AccountRole } from '../protocol/values.ts'
import type { RoomView } from '../protocol/views.ts'
import { forgetMute, isMutedOnReturn, keepMute } from './absent-mutes.ts'
import { refuseAnotherRoom } from './account-limits.ts'
import { expectEnabled } from './accounts.ts'
import { refuseBanned } from './bans.ts'
import type { CommandInput, CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { hideRoom, isDirect } from './direct-rooms.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent, appendUserEvent } from './events.ts'
import { appointHeir, isLookedAfter } from './heirs.ts'
import { rankIn, ranks } from './ranks.ts'
import { giveRole } from './role-grants.ts'
import { defaultRoomId, expectMember, refuseArchived, roomAccess, standingOf } from './room-access.ts'
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

export function joinRoom(tx: Transaction, { accountId, roomId }: CommandInput<'join_room'>): RoomView {
  expectEnabled(tx, accountId)
  const access = roomAccess(tx, roomId, accountId)
  if (access.role === null) {
    refuseBanned(tx, roomId, accountId)
    refuseArchived(access)
    refuseAnotherRoom(tx, { accountId, by: null })
    // A room that everybody has left belongs to whoever comes first.
    const role = isLookedAfter(tx, roomId) ? 'member' : 'owner'
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
  const added = userIds.filter((userId) => addOne(tx, { roomId, userId, by: accountId }))
  return { added }
}

function addOne(tx: Transaction, to: { roomId: number; userId: number; by: number }): boolean {
  const { roomId, userId, by } = to
  if (standingOf(tx, roomId, userId).role !== null) return false
  refuseAnotherRoom(tx, { accountId: userId, by })
  return admit(tx, { roomId, accountId: userId, role: 'member', change: 'added', by })
}

/** Everybody is in the default room, where one's role is that of one's account. */
export function joinDefaultRoom(tx: Transaction, accountId: number, role: AccountRole): void {
  admit(tx, { roomId: defaultRoomId(tx), accountId, role, change: 'joined', by: null })
}

export function setDefaultRoomRole(tx: Transaction, accountId: number, role: AccountRole): void {
  giveRole(tx, { roomId: defaultRoomId(tx), accountId, role, by: null })
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
  if (roomId !== defaultRoomId(tx) && !isDirect(tx, roomId)) appointHeir(tx, roomId)
  return true
}

function ownRoom(tx: Transaction, roomId: number, accountId: number): RoomView {
  const room = roomOf(tx, roomId, accountId)
  if (room === null) throw new Error(`Expected account ${accountId} to be in room ${roomId}.`)
  return room
}
