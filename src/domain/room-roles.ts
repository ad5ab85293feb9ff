import type { AccountRole } from '../protocol/values.ts'
import { expectEnabled } from './accounts.ts'
import { recordAct } from './audit.ts'
import { setBan } from './bans.ts'
import type { CommandInput } from './commands.ts'
import { DomainError } from './errors.ts'
import { isLookedAfter } from './heirs.ts'
import { admit } from './memberships.ts'
import { expectPerson, expectRank, ranks } from './ranks.ts'
import { giveRole } from './role-grants.ts'
import { standingOf } from './room-access.ts'
import type { Transaction } from './transaction.ts'

type Grant = CommandInput<'set_room_role'>
type OwnGrant = Grant & { accountId: number }

/** In the default room one's role is that of one's account, which is given elsewhere. */
export function setRoomRole(tx: Transaction, grant: Grant): null {
  const { accountId, roomId, userId, role } = grant
  const before = accountId === null ? roleByOperator(tx, grant) : roleByMember(tx, { ...grant, accountId })
  if (before === role) return null
  if (before === null) admit(tx, { roomId, accountId: userId, role, change: 'added', by: null })
  else giveRole(tx, { roomId, accountId: userId, role, by: accountId })
  // The last owner may not step down: there must be one who can name the next.
  if (!isLookedAfter(tx, roomId)) throw new DomainError('forbidden')
  recordAct(tx, { roomId, actorId: accountId, action: 'role', targetId: userId, detail: role })
  return null
}

function roleByMember(tx: Transaction, grant: OwnGrant): AccountRole {
  const role = grant.userId === grant.accountId ? ownRole(tx, grant) : roleOfLower(tx, grant)
  if (role === null) throw new DomainError('not_found')
  return role
}

function roleOfLower(tx: Transaction, { accountId, roomId, userId }: OwnGrant): AccountRole | null {
  const { access: actor, rank } = expectRank(tx, { roomId, accountId, least: ranks.roomOwner })
  const { access: target, rank: targetRank } = expectPerson(tx, roomId, userId)
  if (targetRank >= rank || actor.isDefault === 1) throw new DomainError('forbidden')
  return target.role
}

/** One may step down; whoever looks after the place may step up. */
function ownRole(tx: Transaction, { accountId, roomId, role }: OwnGrant): AccountRole | null {
  const { access, rank } = expectRank(tx, { roomId, accountId, least: ranks.roomModerator })
  const highest = rank >= ranks.roomOwner || role !== 'owner'
  if (!highest || access.isDefault === 1) throw new DomainError('forbidden')
  return access.role
}

/** `null`: they are to be let in, too, banned or not. Nobody else could help a private room that all have left. */
function roleByOperator(tx: Transaction, { roomId, userId }: Grant): AccountRole | null {
  const { isDefault, kind, role } = standingOf(tx, roomId, userId)
  if (isDefault === 1 || kind === 'direct') throw new DomainError('forbidden')
  expectEnabled(tx, userId)
  setBan(tx, { roomId, userId, on: false })
  return role
}
