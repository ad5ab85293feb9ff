import type { AccountRole, RoomKind } from '../protocol/values.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import type { Transaction } from './transaction.ts'

/** `kind` of `rooms AS r`. */
export const kindColumn = "iif(r.people IS NULL, r.kind, 'direct')"

export interface Access {
  kind: RoomKind
  isDefault: number
  archivedAtMs: number | null
  lastSeq: number
  lastN: number
  /** `null` for one who is not a member. */
  role: AccountRole | null
  muted: number
  lastReadN: number
  /** In the place, whether one is in the room or not. */
  placeRole: AccountRole | null
  disabledAtMs: number | null
}

/** A member's standing in a room. */
export interface Standing extends Access {
  role: AccountRole
}

const findAccess = statement<[accountId: number, roomId: number], Access>(
  `SELECT ${kindColumn} AS kind, r.is_default AS isDefault, r.archived_at_ms AS archivedAtMs,
     r.last_seq AS lastSeq, r.last_n AS lastN, member.role, member.muted, member.last_read_n AS lastReadN,
     a.role AS placeRole, a.disabled_at_ms AS disabledAtMs
   FROM rooms AS r
   LEFT JOIN accounts AS a ON a.id = +?
   LEFT JOIN memberships AS member ON member.room_id = r.id AND member.account_id = a.id
   WHERE r.id = +?`,
)

const findDefaultRoom = statement<[], number>('SELECT id FROM rooms WHERE is_default = 1')

/**
 * Throws `not_member` for an open room that one is not in, `not_found` for any other [P-50], and `account_disabled`
 * for one whose sessions are about to be closed.
 */
export function expectMember(tx: Transaction, roomId: number, accountId: number): Standing {
  const access = roomAccess(tx, roomId, accountId)
  if (access.role === null) throw new DomainError('not_member')
  if (access.disabledAtMs !== null) throw new DomainError('account_disabled')
  return access as Standing
}

/** Throws `muted` for one who may only read, and `archived` where nobody may do more. */
export function expectVoice(standing: Standing): void {
  if (standing.muted === 1) throw new DomainError('muted')
  refuseArchived(standing)
}

export function refuseArchived({ archivedAtMs }: Access): void {
  if (archivedAtMs !== null) throw new DomainError('archived')
}

/** Throws `not_found` where there is no such room, or one that is not open and that one is not in. */
export function roomAccess(tx: Transaction, roomId: number, accountId: number): Access {
  const access = standingOf(tx, roomId, accountId)
  if (access.role === null && access.kind !== 'open') throw new DomainError('not_found')
  return access
}

/** Of somebody else than who asks. Throws `not_found` where there is no such room. */
export function standingOf(tx: Transaction, roomId: number, accountId: number): Access {
  const access = findAccess(tx.db).get(accountId, roomId)
  if (access === undefined) throw new DomainError('not_found')
  return access
}

export function defaultRoomId(tx: Transaction): number {
  const id = findDefaultRoom(tx.db).pluck().get()
  if (id === undefined) throw new Error('The database has no default room.')
  return id
}
