import { recordAct } from './audit.ts'
import type { CommandInput } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { giveRole } from './memberships.ts'
import { expectPerson, expectRank, ranks } from './ranks.ts'
import type { Transaction } from './transaction.ts'

type Grant = CommandInput<'set_room_role'>

const countOwners = statement<[roomId: number], number>(
  "SELECT count(*) FROM memberships WHERE room_id = ? AND role = 'owner'",
)

/** In the default room one's role is that of one's account, which is given elsewhere. */
export function setRoomRole(tx: Transaction, grant: Grant): null {
  const { accountId, roomId, userId, role } = grant
  const before = userId === accountId ? ownRole(tx, grant) : roleOfLower(tx, grant)
  if (before === null) throw new DomainError('not_found')
  if (before === role) return null
  giveRole(tx, { roomId, accountId: userId, role, by: accountId })
  // The last owner may not step down: there must be one who can name the next.
  if (countOwners(tx.db).pluck().get(roomId) === 0) throw new DomainError('forbidden')
  recordAct(tx, { roomId, actorId: accountId, action: 'role', targetId: userId, detail: role })
  return null
}

function roleOfLower(tx: Transaction, { accountId, roomId, userId }: Grant) {
  const { access: actor, rank } = expectRank(tx, { roomId, accountId, least: ranks.roomOwner })
  const { access: target, rank: targetRank } = expectPerson(tx, roomId, userId)
  if (targetRank >= rank || actor.isDefault === 1) throw new DomainError('forbidden')
  return target.role
}

/** One may step down; whoever looks after the place may step up. */
function ownRole(tx: Transaction, { accountId, roomId, role }: Grant) {
  const { access, rank } = expectRank(tx, { roomId, accountId, least: ranks.roomModerator })
  const highest = rank >= ranks.roomOwner || role !== 'owner'
  if (!highest || access.isDefault === 1) throw new DomainError('forbidden')
  return access.role
}
