import bcrypt from 'bcrypt'

/**
 * Runs on the thread pool, which files share: a server asks for two at a time at most. `cost` is `auth.bcryptCost`.
 * The caller has refused what is longer than 72 bytes, which bcrypt would cut [P-13].
 */
export function hashPassword(password: string, cost: number): Promise<string> {
  return bcrypt.hash(password, cost)
}
