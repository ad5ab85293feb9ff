import { createHash, randomBytes } from 'node:crypto'

/** 256 bits, as text that goes into a cookie, a header or an address as it is. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** How secrets are kept: they are random, so a fast hash does, and a stolen backup opens nothing. */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
