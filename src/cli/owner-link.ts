import { rmSync, writeFileSync } from 'node:fs'
import type { Config } from '../config/schema.ts'
import { pageAddress } from './page-address.ts'

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
