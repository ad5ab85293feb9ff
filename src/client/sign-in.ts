import type { ChatEvents, Emitter } from './chat-events.ts'
import type { Clock } from './clock.ts'
import type { ClosedReason, ConnectionState } from './connection-state.ts'
import type { Conversation } from './conversation.ts'
import { ChatError, type ChatErrorCode, disconnected, timedOut } from './errors.ts'
import type { HttpApi } from './http.ts'
import type { Line } from './line.ts'
import type { RequestOptions } from './requests.ts'
import type { AuthRequest } from './session.ts'

export interface SignIn {
  /** Resolves when live; rejects when the connection closes for good, or after `timeoutMs` (30 s). */
  readonly whenLive: (options?: RequestOptions) => Promise<void>
  /** Connects and logs in, or registers; resolves when live. */
  readonly with: (request: AuthRequest) => Promise<void>
  /** Ends the session on the server, then here. Rejects, and stays signed in, where the server cannot be reached. */
  readonly out: () => Promise<void>
}

export function createSignIn(options: {
  line: Line
  http: HttpApi
  emitter: Emitter<ChatEvents>
  clock: Clock
  hasCookies: boolean
  /** What was not sent is not kept for whoever sits here next. */
  conversation: Pick<Conversation, 'outboxDiscarder'>
}): SignIn {
  const { line, http, emitter, clock, hasCookies } = options
  const { connection } = line

  function whenLive({ signal, timeoutMs = 30_000 }: RequestOptions = {}): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const look = (state: ConnectionState): void => {
      if (state.name === 'live') resolve()
      if (state.name === 'closed') reject(state.error ?? errorOf(state.reason))
    }
    const abort = (): void => reject(signal?.reason)
    const endings = [
      emitter.on('connection', look),
      clock.after(timeoutMs, () => reject(timedOut('the log-in'))),
      () => signal?.removeEventListener('abort', abort),
    ]
    signal?.addEventListener('abort', abort)
    if (signal?.aborted) abort()
    look(connection.state())
    return promise.finally(() => {
      for (const end of endings) end()
    })
  }

  async function signInWith(request: AuthRequest): Promise<void> {
    if (connection.state().name === 'live') {
      throw new ChatError('bad_request', 'Log out first.')
    }
    line.session.signInWith(request)
    connection.dispatch({ type: 'sign_in' })
    await whenLive({ timeoutMs: 60_000 })
  }

  async function signOut(): Promise<void> {
    // The server closes the connection, and whose outbox it was is forgotten before we are done.
    const discardOutbox = options.conversation.outboxDiscarder()
    if (line.isReady()) await line.ask('logout', {})
    else if (!hasCookies) throw disconnected()
    if (hasCookies) await dropCookie()
    await discardOutbox()
    connection.dispatch({ type: 'disconnect', reason: 'signed_out' })
  }

  /** Where the session has ended already, the cookie goes all the same. */
  async function dropCookie(): Promise<void> {
    await http.dropCookie().catch((error: unknown) => {
      if (!(error instanceof ChatError && error.code === 'unauthenticated')) throw error
    })
  }

  return { whenLive, with: signInWith, out: signOut }
}

function errorOf(reason: ClosedReason): ChatError {
  return reason === 'idle'
    ? disconnected()
    : new ChatError(codes[reason], `The connection is closed: ${reason}.`)
}

const codes: Record<Exclude<ClosedReason, 'idle'>, ChatErrorCode> = {
  signed_out: 'unauthenticated',
  revoked: 'unauthenticated',
  banned: 'banned',
  unsupported: 'unsupported_protocol',
  faulty: 'bad_request',
}
