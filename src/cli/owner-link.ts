import { rmSync, writeFileSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import { issueClaim } from '../domain/claims.ts'
import { openDatabase } from '../domain/db/open.ts'
import { pageAddress } from './page-address.ts'

/**
 * Makes the secret of a link that makes the owner's account, once; it replaces the one of the start before. `null`
 * where there is an owner. To be called before the servers start: what is alone needs no thread, and waits for nobody.
 */
export function issueOwnerSecret({ database, auth }: Config): string | null {
  const db = openDatabase(database.path, 'write')
  try {
    const sessionLimits = { idleMs: auth.sessionIdleMs, maxMs: auth.sessionMaxMs }
    const issue = db.transaction(() => issueClaim({ db, nowMs: Date.now(), sessionLimits }))
    return issue.immediate()?.secret ?? null
  } finally {
    db.close()
  }
}

/** The secret stays in the fragment, which browsers send to no server. */
export function ownerLink(config: Config, secret: string): string {
  return `${pageAddress(config.http)}/#claim=${secret}`
}

/** For a start without a terminal: a log must not hold the secret, so a file does that its owner alone can read. */
export function keepOwnerLink(file: string, link: string | null): void {
  // Written anew, since `mode` is for a file that is made.
  rmSync(file, { force: true })
  if (link !== null) writeFileSync(file, `${link}\n`, { mode: 0o600 })
}
