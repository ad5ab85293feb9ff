import { onTestFinished } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import { addAccount } from '../../src/domain/account-changes.ts'
import { defaultAccountLimits } from '../../src/domain/account-limits.ts'
import { openDatabase } from '../../src/domain/db/open.ts'
import type { Transaction } from '../../src/domain/transaction.ts'
import { temporaryDatabase } from './temporary-database.ts'

/** For what no command does yet, or a store would hide: the domain's functions on a database, without threads. */
export async function temporaryTransaction(): Promise<Transaction> {
  const db = openDatabase(await temporaryDatabase(), 'write')
  onTestFinished(() => void db.close())
  const sessionLimits = { idleMs: 1_000_000, maxMs: 10_000_000 }
  return { db, nowMs: 1_800_000_000_000, sessionLimits, accountLimits: defaultAccountLimits }
}

export function account(tx: Transaction, username: string): Account {
  return addAccount(tx, { username, displayName: null, passwordHash: 'hash', role: 'member' })
}
