import type { ErrorCode } from '../protocol/errors.ts'
import type { RequestPayload, ResponsePayload } from '../protocol/requests.ts'
import type { Clock } from './clock.ts'
import { ChatError } from './errors.ts'
import type { HttpApi } from './http.ts'

export type AuthRequest = RequestPayload<'auth_request'>
export type AuthResponse = ResponsePayload<'auth_request'>

/** What an `auth_response` of success always carries. */
export type Welcome = AuthResponse & {
  [K in 'user_id' | 'username' | 'display_name' | 'role' | 'epoch' | 'rooms']: NonNullable<AuthResponse[K]>
}

export interface Session {
  /** The next connection logs in with this, once. */
  readonly signInWith: (request: AuthRequest) => void
  /** The server said hello: tells it who we are, unless it is looking at our cookie already. */
  readonly greeted: (isAuthenticating: boolean) => void
  /** Called in the very turn in which the answer came, since the events behind it build on it. */
  readonly answered: (response: AuthResponse, re: string | undefined) => void
  readonly token: () => string | null
  /** The session is over; the next log-in needs a name and a password. */
  readonly forget: () => void
}

export interface SessionOptions {
  token?: string
  /** Whether a cookie may speak for us, which a page cannot see. */
  hasCookies: boolean
  http: HttpApi
  clock: Clock
  send: (text: string) => boolean
  /** Rooms and account are known; events follow. */
  onWelcome: (welcome: Welcome) => void
  /** All is done that a log-in entails. */
  onAuthenticated: () => void
  onRefused: (error: ChatError) => void
  onToken: (token: string) => void
  /** The session will not survive a reload. */
  onCookieFailed: (error: Error) => void
}

const requestId = 'auth'
/** A ticket lives 30 s. */
const ticketRetryMs = [1_000, 3_000, 8_000]

/** Who we are, to the server: a form filled in just now, a token, or a cookie [P-11, P-14]. */
export function createSession(options: SessionOptions): Session {
  let token = options.token ?? null
  let form: AuthRequest | null = null
  /** Answers to an earlier connection's question are told apart by it. */
  let connection = 0
  let isWelcome = false
  /** Otherwise the answer comes without a question. */
  let isAsked = true

  function greeted(isAuthenticating: boolean): void {
    connection++
    isWelcome = false
    isAsked = form !== null || token !== null || !isAuthenticating
    if (!isAsked) return
    const payload = credentials()
    if (payload === null) return options.onRefused(new ChatError('unauthenticated', 'Log in first.'))
    options.send(JSON.stringify({ type: 'auth_request', id: requestId, payload }))
  }

  function credentials(): AuthRequest | null {
    if (form !== null) return form
    if (token !== null) return { action: 'token', token }
    return options.hasCookies ? { action: 'cookie' } : null
  }

  function answered(response: AuthResponse, re: string | undefined): void {
    if (response.status === 'success') return welcomed(response)
    // A stale cookie on the upgrade is refused unasked; what was asked all the same gets an answer of its own.
    if (re === (isAsked ? requestId : undefined) && !isWelcome) refused(response)
  }

  function welcomed(response: AuthResponse): void {
    if (isWelcome) return
    isWelcome = true
    form = null
    if (response.token !== undefined) {
      token = response.token
      options.onToken(token)
    }
    options.onWelcome(response as Welcome)
    if (response.ticket === undefined) options.onAuthenticated()
    else void keep(response.ticket, connection) // Rejects never: it reports.
  }

  function refused({ code, message, retry_after_ms: retryAfterMs }: AuthResponse): void {
    form = null
    const retryable = retryableCodes.has(code ?? 'internal')
    options.onRefused(new ChatError(code ?? 'internal', message, { retryable, retryAfterMs }))
  }

  /** Pictures need the cookie, so the log-in is complete only with it. */
  async function keep(ticket: string, of: number): Promise<void> {
    await redeem(ticket).catch((error: Error) => options.onCookieFailed(error))
    if (of === connection) options.onAuthenticated()
  }

  async function redeem(ticket: string): Promise<void> {
    for (const delayMs of ticketRetryMs) {
      try {
        return await options.http.redeemTicket(ticket)
      } catch (error) {
        if (!(error instanceof ChatError && error.retryable)) throw error
        await new Promise<void>((resolve) => options.clock.after(delayMs, resolve))
      }
    }
    await options.http.redeemTicket(ticket)
  }

  return {
    signInWith: (request) => {
      form = request
    },
    greeted,
    answered,
    token: () => token,
    forget: () => {
      form = null
      token = null
    },
  }
}

/** `auth_response` carries no `retryable`, so the table's part that matters at a log-in is repeated. */
export const retryableCodes: ReadonlySet<ErrorCode> = new Set([
  'rate_limited',
  'unavailable',
  'storage_full',
  'internal',
])
