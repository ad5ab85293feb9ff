import type { ActAction } from './act-action.ts'
import { recordAct } from './audit.ts'
import { setBan } from './bans.ts'
import type { CommandInput } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendRoomEvent } from './events.ts'
import { dismiss } from './memberships.ts'
import { expectPerson, expectRank, ranks } from './ranks.ts'
import type { Access } from './room-access.ts'
import type { Transaction } from './transaction.ts'

const setMuted = statement<[muted: number, roomId: number, accountId: number, muted: number]>(
  'UPDATE memberships SET muted = ? WHERE room_id = ? AND account_id = ? AND muted <> ?',
)

/** Into an open room they may come back. */
export function kickMember(tx: Transaction, input: CommandInput<'kick_member'>): null {
  const { accountId, roomId, userId } = input
  const { actor } = expectAuthority(tx, input)
  refuseDefaultRoom(actor)
  if (dismiss(tx, { roomId, accountId: userId, change: 'removed', by: accountId })) {
    record(tx, input, 'kick')
  }
  return null
}

export function muteMember(tx: Transaction, input: CommandInput<'mute_member'>): null {
  const { accountId, roomId, userId, on } = input
  const { target } = expectAuthority(tx, input)
  if (target.role === null) throw new DomainError('not_found')
  const muted = on ? 1 : 0
  if (setMuted(tx.db).run(muted, roomId, userId, muted).changes === 0) return null
  const change = on ? 'muted' : 'unmuted'
  appendRoomEvent(tx, roomId, { type: 'member_changed', detail: { userId, change, by: accountId } })
  record(tx, input, on ? 'mute' : 'unmute')
  return null
}

/** Who is not in the room can be kept out of it, too. */
export function banUser(tx: Transaction, input: CommandInput<'ban_user'>): null {
  const { accountId, roomId, userId, on } = input
  const { actor } = expectAuthority(tx, input)
  refuseDefaultRoom(actor)
  if (!setBan(tx, { roomId, userId, on })) return null
  if (on) dismiss(tx, { roomId, accountId: userId, change: 'removed', by: accountId })
  record(tx, input, on ? 'ban' : 'unban')
  return null
}

/** [P-60] Nobody acts on one who stands as high, oneself included. */
function expectAuthority(
  tx: Transaction,
  { accountId, roomId, userId }: { accountId: number; roomId: number; userId: number },
): { actor: Access; target: Access } {
  const { access: actor, rank } = expectRank(tx, { roomId, accountId, least: ranks.roomModerator })
  const { access: target, rank: targetRank } = expectPerson(tx, roomId, userId)
  if (targetRank >= rank) throw new DomainError('forbidden')
  return { actor, target }
}

/** Everybody is in it: who is to go altogether, has their account disabled. */
function refuseDefaultRoom({ isDefault }: Access): void {
  if (isDefault === 1) throw new DomainError('forbidden')
}

function record(
  tx: Transaction,
  { accountId, roomId, userId }: { accountId: number; roomId: number; userId: number },
  action: ActAction,
): void {
  recordAct(tx, { roomId, actorId: accountId, action, targetId: userId })
}
