import bcrypt from 'bcrypt'
import { DomainError } from '../../../domain/errors.ts'
import { hashPassword } from '../../../domain/password-hash.ts'
import { bounds } from '../bounds.ts'

/** bcrypt at a pace: it uses the threads that files need, too. */
export interface Passwords {
  /** Rejects with `rate_limited` where too many wait already. */
  hash(password: string): Promise<string>
  /** `null`, for a name that nobody has, takes the same time and is `false` [P-13]. Rejects as `hash` does. */
  verify(password: string, hash: string | null): Promise<boolean>
}

const retryAfterMs = 2_000

export function createPasswords(options: { cost: number }): Passwords {
  const inTurn = createTurns()
  // Made once, and of the same cost as the real ones; no password is known that it fits.
  const nobodysHash = hashPassword(crypto.randomUUID(), options.cost)

  return {
    hash: (password) => inTurn(() => hashPassword(password, options.cost)),
    verify: (password, hash) =>
      inTurn(async () => {
        const isRight = await bcrypt.compare(password, hash ?? (await nobodysHash))
        return hash !== null && isRight
      }),
  }
}

/** At most so many at once, first come first served. */
function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let running = 0

  return async (work) => {
    if (running >= bounds.maxHashesAtOnce) {
      if (waiting.length >= bounds.maxWaitingHashes) throw new DomainError('rate_limited', { retryAfterMs })
      // Whoever ends hands its place on, so `running` stays as it is.
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) running -= 1
      else next()
    }
  }
}
