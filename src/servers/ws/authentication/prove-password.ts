import type { Account } from '../../../domain/account.ts'
import { DomainError } from '../../../domain/errors.ts'
import type { Services } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** An account, with the hash that its password was compared with. */
export interface Proven {
  readonly account: Account
  readonly passwordHash: string
}

/**
 * [P-13] Throws `invalid_credentials`. Every name costs the same time, known or not, so that names cannot be found out; and
 * whatever asks, a wrong password counts for the name and the address.
 */
export async function provePassword(
  { store, passwords, rates }: Services,
  { username, password, addressPrefix }: { username: string; password: string; addressPrefix: string },
): Promise<Proven> {
  refuseIfEarly(rates.takeGuess(username, addressPrefix))
  let isWrong = false
  try {
    const found = await store.read('credentials', { username })
    const isRight = await passwords.verify(password, found?.passwordHash ?? null, addressPrefix)
    isWrong = found === null || !isRight
    if (found === null || !isRight) throw new DomainError('invalid_credentials')
    return found
  } finally {
    if (!isWrong) rates.returnGuess(username, addressPrefix)
  }
}
