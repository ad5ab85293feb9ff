import type { Config } from '../config/schema.ts'
import { issueClaim } from '../domain/claims.ts'
import { checkDatabase } from '../domain/db/check.ts'
import { migrate } from '../domain/db/migrate.ts'
import { openDatabase } from '../domain/db/open.ts'
import { emptyIndex } from '../domain/search/search-index.ts'

/** Makes the data ready for the servers, which do not run yet. Throws `DatabaseError`. */
export async function prepareDatabase({ database }: Config): Promise<void> {
  await migrate(database.path)
  if (!checkDatabase(database.path).isSearchIndexSound) emptySearchIndex(database.path)
}

/** It is made anew from the messages, once they are served. */
function emptySearchIndex(databasePath: string): void {
  const db = openDatabase(databasePath, 'write')
  try {
    db.transaction(() => emptyIndex({ db })).immediate()
  } finally {
    db.close()
  }
}

/**
 * Makes the secret of a link that makes the owner's account, once; it replaces the one of the start before. `null`
 * where there is an owner. To be called before the servers start: what is alone needs no thread, and waits for nobody.
 */
export function issueOwnerSecret({ database, auth, limits: accountLimits }: Config): string | null {
  const db = openDatabase(database.path, 'write')
  try {
    const sessionLimits = { idleMs: auth.sessionIdleMs, maxMs: auth.sessionMaxMs }
    const tx = { db, nowMs: Date.now(), sessionLimits, accountLimits }
    const issue = db.transaction(() => issueClaim(tx))
    return issue.immediate()?.secret ?? null
  } finally {
    db.close()
  }
}
