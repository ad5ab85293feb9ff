import bcrypt from 'bcrypt'
import { hashPassword } from '../../../domain/password-hash.ts'
import { bounds } from '../bounds.ts'
import { createTurns } from './turns.ts'

/** bcrypt at a pace: it uses the threads that files need, too. Who guesses must not keep others from logging in. */
export interface Passwords {
  /** `address` is whose turn it takes. Rejects with `rate_limited` where too many wait already. */
  hash(password: string, address: string): Promise<string>
  /** `null`, for a name that nobody has, takes the same time and is `false` [P-13]. Rejects as `hash` does. */
  verify(password: string, hash: string | null, address: string): Promise<boolean>
}

const retryAfterMs = 2_000

export function createPasswords(options: { cost: number }): Passwords {
  const inTurn = createTurns({
    maxAtOnce: bounds.maxHashesAtOnce,
    maxWaiting: bounds.maxWaitingHashes,
    retryAfterMs,
  })
  // Made once, and of the same cost as the real ones; no password is known that it fits.
  const nobodysHash = hashPassword(crypto.randomUUID(), options.cost)

  return {
    hash: (password, address) => inTurn(address, () => hashPassword(password, options.cost)),
    verify: (password, hash, address) =>
      inTurn(address, async () => {
        const isRight = await bcrypt.compare(password, hash ?? (await nobodysHash))
        return hash !== null && isRight
      }),
  }
}
