import type { AccountRole, RoomKind } from '../protocol/values.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import type { Transaction } from './transaction.ts'

interface Access {
  kind: RoomKind
  isDefault: number
  lastSeq: number
  lastN: number
  /** `null` for one who is not a member. */
  role: AccountRole | null
  muted: number
  lastReadN: number
  disabledAtMs: number | null
}

/** A member's standing in a room. */
export interface Standing extends Access {
  role: AccountRole
}

const findAccess = statement<[accountId: number, roomId: number], Access>(
  `SELECT r.kind, r.is_default AS isDefault, r.last_seq AS lastSeq, r.last_n AS lastN,
     member.role, member.muted, member.last_read_n AS lastReadN, a.disabled_at_ms AS disabledAtMs
   FROM rooms AS r
   LEFT JOIN memberships AS member ON member.room_id = r.id AND member.account_id = +?
   LEFT JOIN accounts AS a ON a.id = member.account_id
   WHERE r.id = +?`,
)

const findDefaultRoom = statement<[], number>('SELECT id FROM rooms WHERE is_default = 1')

/**
 * Throws `not_member` for an open room that one is not in, `not_found` for a private one [P-50], and `account_disabled`
 * for one whose sessions are about to be closed.
 */
export function expectMember(tx: Transaction, roomId: number, accountId: number): Standing {
  const access = roomAccess(tx, roomId, accountId)
  if (access.role === null) throw new DomainError(access.kind === 'open' ? 'not_member' : 'not_found')
  if (access.disabledAtMs !== null) throw new DomainError('account_disabled')
  return access as Standing
}

/** Throws `not_found` where there is no such room, or a private one that one is not in. */
export function roomAccess(tx: Transaction, roomId: number, accountId: number): Access {
  const access = findAccess(tx.db).get(accountId, roomId)
  if (access === undefined) throw new DomainError('not_found')
  if (access.role === null && access.kind === 'private') throw new DomainError('not_found')
  return access
}

export function defaultRoomId(tx: Transaction): number {
  const id = findDefaultRoom(tx.db).pluck().get()
  if (id === undefined) throw new Error('The database has no default room.')
  return id
}
