import type { Account } from '../domain/account.ts'
import { DomainError } from '../domain/errors.ts'
import type { Store } from '../domain/store.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { nearest } from '../platform/nearest.ts'
import { localTime } from './output.ts'

/** By any spelling of the username that folds to the same one. Suggests a near name where there is none. */
export async function findAccount(store: Store, username: string): Promise<Account> {
  const account = await store.read('account_by_username', { username })
  if (account !== null) return account
  const names = (await store.read('accounts', {})).map((candidate) => candidate.username)
  const meant = nearest(username, names)
  throw new ExitError(
    exitCodes.error,
    `Expected the username of an account, got ${JSON.stringify(username)}.`,
    {
      next: meant === undefined ? 'chat-stack user list shows them all.' : `Did you mean ${meant}?`,
    },
  )
}

/** Whoever acts where nobody is named: the owner who was there first. */
export async function actingOwner(store: Store, username: string | undefined): Promise<Account> {
  if (username !== undefined) return findAccount(store, username)
  const accounts = await store.read('accounts', {})
  const owner = accounts.find(({ role, disabledAtMs }) => role === 'owner' && disabledAtMs === null)
  if (owner !== undefined) return owner
  throw new ExitError(exitCodes.error, 'Expected an owner to act as, found none.', {
    next: 'Open the link that chat-stack start prints, or: chat-stack user add NAME --role owner',
  })
}

/** Runs a change that must leave an enabled owner, and explains its refusal. */
export async function keepingAnOwner<T>(account: Account, change: () => Promise<T>): Promise<T> {
  try {
    return await change()
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'forbidden') throw error
    throw new ExitError(
      exitCodes.error,
      `Expected another enabled owner, but ${account.username} is the only one.`,
      {
        next: 'Make somebody else owner first: chat-stack user role NAME owner',
        cause: error,
      },
    )
  }
}

/** An account as scripts read it, in the wire's words. */
export function accountJson(account: Account) {
  return {
    user_id: String(account.id),
    username: account.username,
    display_name: account.displayName,
    role: account.role,
    created_ts: account.createdAtMs,
    disabled_ts: account.disabledAtMs,
  }
}

export function accountState({ disabledAtMs }: Account): string {
  return disabledAtMs === null ? 'active' : `disabled since ${localTime(disabledAtMs)}`
}
