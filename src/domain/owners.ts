import type { Account } from './account.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import type { Transaction } from './transaction.ts'

const countEnabledOwners = statement<[], number>(
  `SELECT count(*) FROM accounts WHERE role = 'owner' AND disabled_at_ms IS NULL AND removed_at_ms IS NULL`,
)

/** To be called after the change: throws `forbidden`, which undoes it, if `before` was the last enabled owner. */
export function refuseWithoutOwner(tx: Transaction, before: Account): void {
  if (before.role !== 'owner' || before.disabledAtMs !== null) return
  if (countEnabledOwners(tx.db).pluck().get() === 0) throw new DomainError('forbidden')
}
