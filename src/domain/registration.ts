import type { Account } from './account.ts'
import { addAccount } from './account-changes.ts'
import { takeClaim } from './claims.ts'
import type { CommandInput } from './commands.ts'
import { DomainError } from './errors.ts'
import { takeInvite } from './invites.ts'
import { renamePlace } from './place.ts'
import type { Transaction } from './transaction.ts'

type Registration = CommandInput<'register'>

/** The owner's claim opens every door; an invite opens all but a closed one. */
export function register(tx: Transaction, input: Registration): Account {
  const { username, displayName, passwordHash } = input
  if (input.secret !== null && takeClaim(tx, input.secret)) {
    if (input.placeName !== null) renamePlace(tx, input.placeName)
    return addAccount(tx, { username, displayName, passwordHash, role: 'owner' })
  }
  admitByPolicy(tx, input)
  return addAccount(tx, { username, displayName, passwordHash, role: 'member' })
}

/** A secret that is no good is refused even where none is needed: who holds it expects something of it. */
function admitByPolicy(tx: Transaction, { registration, secret }: Registration): void {
  if (registration === 'closed') throw new DomainError('registration_closed')
  if (secret !== null) {
    if (!takeInvite(tx, secret)) throw new DomainError('invite_invalid')
    return
  }
  if (registration === 'invite') throw new DomainError('invite_required')
}
