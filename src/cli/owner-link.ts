import { rmSync, writeFileSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import { pageAddress } from './page-address.ts'
import { usingStore } from './with-store.ts'

/**
 * A one-time link that makes the owner's account; it replaces the one of the start before. `null` where there is an
 * owner. The secret stays in the fragment, which browsers send to no server.
 */
export async function issueOwnerLink(config: Config): Promise<string | null> {
  const claim = await usingStore(config, (store) => store.execute('issue_claim', {}))
  return claim === null ? null : `${pageAddress(config.http)}/#claim=${claim.secret}`
}

/** For a start without a terminal: a log must not hold the secret, so a file does that its owner alone can read. */
export function keepOwnerLink(file: string, link: string | null): void {
  // Written anew, since `mode` is for a file that is made.
  rmSync(file, { force: true })
  if (link !== null) writeFileSync(file, `${link}\n`, { mode: 0o600 })
}
