import { randomBytes } from 'node:crypto'
import bcrypt from 'bcrypt'
import { limits } from '../protocol/limits.ts'
import { DomainError } from './errors.ts'
import { hashPassword } from './password-hash.ts'

export interface Passwords {
  /** Throws `bad_request` above 72 bytes [P-13], `rate_limited` where too many are waiting. */
  hash(password: string): Promise<string>
  /** Takes as long where there is no such account (`null`), which is then refused all the same [P-13]. */
  verify(password: string, hash: string | null): Promise<boolean>
}

/** bcrypt runs on the thread pool of four, which files share: more at once would delay every read of a file. */
const maxRunning = 2
/** At cost 12 they wait about 3 s. */
const maxWaiting = 30
const retryAfterMs = 3_000

/** `cost` is `auth.bcryptCost`. */
export function createPasswords({ cost }: { cost: number }): Passwords {
  const waiting: (() => void)[] = []
  let running = 0
  /** Of a password that nobody has, at the same cost. Made now: the first unknown name must not take longer. */
  const dummyHash = hashPassword(randomBytes(32).toString('base64url'), cost)

  async function hash(password: string): Promise<string> {
    refuseLong(password)
    return paced(() => hashPassword(password, cost))
  }

  async function verify(password: string, known: string | null): Promise<boolean> {
    refuseLong(password)
    return paced(async () => {
      const matches = await bcrypt.compare(password, known ?? (await dummyHash))
      return matches && known !== null
    })
  }

  async function paced<T>(work: () => Promise<T>): Promise<T> {
    await turn()
    try {
      return await work()
    } finally {
      running -= 1
      waiting.shift()?.()
    }
  }

  function turn(): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        running += 1
        resolve()
      }
      if (running < maxRunning) return enter()
      if (waiting.length >= maxWaiting) return reject(new DomainError('rate_limited', { retryAfterMs }))
      waiting.push(enter)
    })
  }

  return { hash, verify }
}

/** bcrypt would ignore the rest, and so accept every password that begins the same. */
function refuseLong(password: string): void {
  if (Buffer.byteLength(password) <= limits.maxPasswordBytes) return
  throw new DomainError('bad_request', {
    details: [{ path: 'password', expected: `at most ${limits.maxPasswordBytes} bytes of UTF-8` }],
  })
}
