import type { AccountRole } from '../protocol/values.ts'
import { expectAccount } from './accounts.ts'
import { DomainError } from './errors.ts'
import { type Access, roomAccess, standingOf } from './room-access.ts'
import type { Transaction } from './transaction.ts'

/** How high one stands in a room. Whoever looks after the place stands above whoever looks after the room [P-60]. */
export const ranks = { member: 0, roomModerator: 1, roomOwner: 2, placeModerator: 3, placeOwner: 4 } as const

type Rank = (typeof ranks)[keyof typeof ranks]

const byRoomRole: Record<AccountRole, Rank> = {
  member: ranks.member,
  moderator: ranks.roomModerator,
  owner: ranks.roomOwner,
}

const byPlaceRole: Record<AccountRole, Rank> = {
  member: ranks.member,
  moderator: ranks.placeModerator,
  owner: ranks.placeOwner,
}

/** In a direct room all are equal, whoever they are elsewhere. */
export function rankIn({ kind, role, placeRole }: Pick<Access, 'kind' | 'role' | 'placeRole'>): number {
  if (kind === 'direct') return ranks.member
  return Math.max(byRoomRole[role ?? 'member'], byPlaceRole[placeRole ?? 'member'])
}

/**
 * Throws `forbidden` for one who stands lower than `least`; before that `not_member` and `not_found`, as for everything in
 * a room that is not one's own, except that whoever looks after the place need not be in an open room.
 */
export function expectRank(
  tx: Transaction,
  at: { roomId: number; accountId: number; least: number },
): { access: Access; rank: number } {
  const access = roomAccess(tx, at.roomId, at.accountId)
  if (access.disabledAtMs !== null) throw new DomainError('account_disabled')
  const rank = rankIn(access)
  if (access.role === null && rank < ranks.placeModerator) throw new DomainError('not_member')
  if (rank < at.least) throw new DomainError('forbidden')
  return { access, rank }
}

/** How somebody else stands there, in the room or not. Throws `not_found` for one who is not in the place. */
export function expectPerson(
  tx: Transaction,
  roomId: number,
  userId: number,
): { access: Access; rank: number } {
  expectAccount(tx, userId)
  const access = standingOf(tx, roomId, userId)
  return { access, rank: rankIn(access) }
}
