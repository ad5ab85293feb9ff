import type { Request } from 'express'
import type { Account } from '../../domain/account.ts'
import { DomainError } from '../../domain/errors.ts'
import { sessionCookieName } from '../../protocol/http.ts'
import type { HttpContext } from './context.ts'

export interface Login {
  readonly sessionId: number
  readonly account: Account
}

type AuthenticationContext = Pick<HttpContext, 'store' | 'ports' | 'log'>

/** No secret of ours is longer; hashing a megabyte for a stranger is work that nobody needs. */
const maxTokenCharacters = 256

/** Who asks; throws `unauthenticated` where that cannot be told. */
export async function authenticate(request: Request, context: AuthenticationContext): Promise<Login> {
  const login = await identify(request, context)
  if (login === null) throw new DomainError('unauthenticated')
  return login
}

/**
 * Who asks, by `Authorization: Bearer` or else by cookie; `null` for a stranger. A token that is not good is not made up
 * for by a cookie: the origin of its request was not checked.
 */
export async function identify(
  request: Request,
  { store, ports, log }: AuthenticationContext,
): Promise<Login | null> {
  const token = bearerToken(request) ?? cookie(request, sessionCookieName(ports.http))
  if (token === null || token.length === 0 || token.length > maxTokenCharacters) return null
  const session = await store.read('session_by_token', { token })
  if (session === null) return null
  if (session.dueForTouch) {
    // The request does not wait for the idle limit to move; the next one would try again.
    store.execute('touch_session', { sessionId: session.sessionId }).catch((error: unknown) => {
      log.warn('session_not_touched', { error })
    })
  }
  return { sessionId: session.sessionId, account: session.account }
}

/**
 * The token of an `Authorization: Bearer` header; an empty one where it holds none. Other schemes are not ours: browsers
 * add the password of a proxy (`Basic`) by themselves, to requests that another site made them send, too.
 */
export function bearerToken(request: Request): string | null {
  const header = request.get('Authorization')
  if (header === undefined || !/^Bearer\b/i.test(header)) return null
  return /^Bearer +(\S+) *$/i.exec(header)?.[1] ?? ''
}

function cookie(request: Request, name: string): string | null {
  for (const pair of request.get('Cookie')?.split(';') ?? []) {
    const [key, value] = pair.trim().split('=', 2)
    if (key === name) return value ?? null
  }
  return null
}
