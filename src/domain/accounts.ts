import type { Account } from './account.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import type { Transaction } from './transaction.ts'
import { foldName } from './usernames.ts'

const accountColumns = `
  id, username, display_name AS displayName, role, created_at_ms AS createdAtMs, disabled_at_ms AS disabledAtMs`

const findById = statement<[id: number], Account>(
  `SELECT ${accountColumns} FROM accounts WHERE id = ? AND removed_at_ms IS NULL`,
)

const findByName = statement<[folded: string], Account>(
  `SELECT ${accountColumns} FROM accounts WHERE username_folded = ?`,
)

const findAll = statement<[], Account>(
  `SELECT ${accountColumns} FROM accounts WHERE removed_at_ms IS NULL ORDER BY id`,
)

const findPasswordHash = statement<[id: number], string>('SELECT password_hash FROM accounts WHERE id = ?')

export function accountById(tx: Transaction, { accountId }: QueryInput<'account_by_id'>): Account | null {
  return findById(tx.db).get(accountId) ?? null
}

export function accountByUsername(
  tx: Transaction,
  { username }: QueryInput<'account_by_username'>,
): Account | null {
  return findByName(tx.db).get(foldName(username)) ?? null
}

export function accounts(tx: Transaction): Account[] {
  return findAll(tx.db).all()
}

export function credentials(tx: Transaction, input: QueryInput<'credentials'>): QueryResult<'credentials'> {
  const account = accountByUsername(tx, input)
  if (account === null) return null
  const passwordHash = findPasswordHash(tx.db).pluck().get(account.id)
  return passwordHash === undefined ? null : { account, passwordHash }
}

/** For what an account does by itself: its sockets may not have been closed yet. Throws `account_disabled` too. */
export function expectEnabled(tx: Transaction, accountId: number): void {
  if (expectAccount(tx, accountId).disabledAtMs !== null) throw new DomainError('account_disabled')
}

/** Throws `not_found`, also for one that was removed. */
export function expectAccount(tx: Transaction, accountId: number): Account {
  const account = findById(tx.db).get(accountId)
  if (account === undefined) throw new DomainError('not_found')
  return account
}
