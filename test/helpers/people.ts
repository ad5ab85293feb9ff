import { join } from 'node:path'
import Database from 'better-sqlite3'
import { addAccount } from '../../src/domain/account-changes.ts'
import { defaultAccountLimits } from '../../src/domain/account-limits.ts'
import { credentials } from '../../src/domain/accounts.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { hashPassword } from '../../src/domain/password-hash.ts'
import { renamePlace } from '../../src/domain/place.ts'
import { openSession } from '../../src/domain/sessions.ts'
import type { Transaction } from '../../src/domain/transaction.ts'
import { present } from './present.ts'

/** Everybody's. */
export const password = 'a heron in the reeds'

/** The cheapest there is. */
const bcryptCost = 4
const dayMs = 86_400_000

export interface Settlers {
  /** What the place is called. */
  place?: string
  /** Display names by username; the first owns the place. */
  people: Readonly<Record<string, string>>
}

/** A database with these accounts, where a stack is to start. */
export async function settle(folder: string, { place, people }: Settlers): Promise<void> {
  await migrate(databaseIn(folder))
  const passwordHash = await hashPassword(password, bcryptCost)
  inTransaction(folder, (tx) => {
    if (place !== undefined) renamePlace(tx, place)
    for (const [index, [username, displayName]] of Object.entries(people).entries())
      addAccount(tx, { username, displayName, passwordHash, role: index === 0 ? 'owner' : 'member' })
  })
}

/** The token of a log-in that never happened, whether the stack runs or not. */
export function sessionOf(folder: string, username: string): string {
  return inTransaction(folder, (tx) => {
    const { account, passwordHash } = present(credentials(tx, { username }), username)
    const session = { accountId: account.id, provenHash: passwordHash, device: 'Chromium on Linux' } as const
    return openSession(tx, { ...session, grant: 'token' }).secret
  })
}

/** All of it happens at once, beside a stack that runs too. */
export function inTransaction<T>(folder: string, work: (tx: Transaction) => T): T {
  const db = new Database(databaseIn(folder))
  try {
    const sessionLimits = { idleMs: 14 * dayMs, maxMs: 90 * dayMs }
    const tx = { db, nowMs: Date.now(), sessionLimits, accountLimits: defaultAccountLimits }
    return db.transaction(work).immediate(tx)
  } finally {
    db.close()
  }
}

function databaseIn(folder: string): string {
  return join(folder, 'data/chat.db')
}
