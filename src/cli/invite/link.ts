import type { Config } from '../../config/schema.ts'
import { pageAddress } from '../page-address.ts'

/** The secret stays in the fragment, which browsers send to no server. */
export function inviteLink(config: Config, secret: string): string {
  return new URL(`/#invite=${secret}`, pageAddress(config.http)).href
}
