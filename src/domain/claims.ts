import type { CommandResult } from './commands.ts'
import { statement } from './db/statement.ts'
import { isClaimed } from './place.ts'
import { hashSecret, newSecret } from './secrets.ts'
import type { Transaction } from './transaction.ts'

const lifetimeMs = 24 * 3_600_000

const replaceClaim = statement<[hash: Buffer, expiresAtMs: number]>(
  'INSERT OR REPLACE INTO claim (id, secret_hash, expires_at_ms) VALUES (1, ?, ?)',
)

const deleteClaim = statement<[hash: Buffer, nowMs: number]>(
  'DELETE FROM claim WHERE secret_hash = ? AND expires_at_ms > ?',
)

/** The one-time link that makes the owner. */
export function issueClaim(tx: Transaction): CommandResult<'issue_claim'> {
  if (isClaimed(tx)) return null
  const secret = newSecret()
  const expiresAtMs = tx.nowMs + lifetimeMs
  replaceClaim(tx.db).run(hashSecret(secret), expiresAtMs)
  return { secret, expiresAtMs }
}

/** Whether `secret` was the claim; it is used up. An owner made otherwise meanwhile makes it worthless. */
export function takeClaim(tx: Transaction, secret: string): boolean {
  return !isClaimed(tx) && deleteClaim(tx.db).run(hashSecret(secret), tx.nowMs).changes === 1
}
