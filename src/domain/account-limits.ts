import { limits } from '../protocol/limits.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import type { AccountLimits, Transaction } from './transaction.ts'

export const defaultAccountLimits: AccountLimits = {
  roomsPerUser: limits.maxRoomsPerUser,
  madeRoomsPerUser: limits.maxMadeRoomsPerUser,
  directRoomsPerUser: limits.maxDirectRoomsPerUser,
  sessionsPerUser: limits.maxSessionsPerUser,
}

const countRooms = statement<[accountId: number], number>(
  `SELECT count(*) FROM memberships AS member JOIN rooms AS r ON r.id = member.room_id
   WHERE member.account_id = ? AND r.people IS NULL`,
)

const countMade = statement<[accountId: number], number>(
  'SELECT count(*) FROM rooms WHERE created_by = ? AND people IS NULL',
)

const countOpened = statement<[accountId: number], number>(
  'SELECT count(*) FROM rooms WHERE created_by = ? AND people IS NOT NULL',
)

/** To be called before one comes into a room. `by`: who brings them, where it is somebody else. */
export function refuseAnotherRoom(tx: Transaction, who: { accountId: number; by: number | null }): void {
  const most = tx.accountLimits.roomsPerUser
  if (count(countRooms, tx, who.accountId) < most) return
  const whose = who.by === null ? 'You are' : 'One of those whom you add is'
  throw tooMany(`${whose} in ${most} rooms, and nobody may be in more here.`)
}

/** To be called before an account makes a room. */
export function refuseAnotherMadeRoom(tx: Transaction, accountId: number): void {
  const most = tx.accountLimits.madeRoomsPerUser
  if (count(countMade, tx, accountId) < most) return
  throw tooMany(`You have made ${most} rooms, and nobody may make more here.`)
}

/** To be called before an account opens a direct room that was not there. */
export function refuseAnotherDirectRoom(tx: Transaction, accountId: number): void {
  const most = tx.accountLimits.directRoomsPerUser
  if (count(countOpened, tx, accountId) < most) return
  throw tooMany(`You have begun ${most} direct conversations, and nobody may begin more here.`)
}

function count(counting: typeof countRooms, tx: Transaction, accountId: number): number {
  return counting(tx.db).pluck().get(accountId) ?? 0
}

function tooMany(message: string): DomainError {
  return new DomainError('too_many_rooms', { message })
}
