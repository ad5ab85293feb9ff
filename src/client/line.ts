import type { EventPayload } from '../protocol/events.ts'
import type { ReplyFrame } from '../protocol/frames.ts'
import { type Connection, createConnection } from './connection.ts'
import type { ConnectionState } from './connection-state.ts'
import { disconnected } from './errors.ts'
import { createSocketOpener, type HttpApi } from './http.ts'
import { browserNetwork } from './network.ts'
import type { Surroundings } from './options.ts'
import { type Ask, createRequests } from './requests.ts'
import { type AuthResponse, createSession, type Session, type Welcome } from './session.ts'

/** The way to the server, and who we are there: a connection, its log-in, and the requests on it. */
export interface Line {
  readonly connection: Connection
  readonly session: Session
  readonly ask: Ask
  /** Logged in, and a socket to say so: requests make sense. */
  readonly isReady: () => boolean
  /** What the server said of its limits at the last greeting. */
  readonly limits: () => EventPayload<'hello'>['limits'] | null
}

export interface LineListener {
  /** Called in the turn of the frame: what follows builds on it. */
  onWelcome: (welcome: Welcome) => void
  onEvent: (frame: ReplyFrame) => void
  onChange: (state: ConnectionState) => void
  onToken: (token: string) => void
  onError: (error: Error, during: string) => void
}

/** The version of the protocol that is spoken here. */
const protocolVersion = 1

export function createLine(surroundings: Surroundings, http: HttpApi, listener: LineListener): Line {
  const { clock, random, browser } = surroundings
  let isReady = false
  let limits: EventPayload<'hello'>['limits'] | null = null
  const send = (text: string): boolean => connection.send(text)
  const requests = createRequests({ send, clock, timeoutMs: surroundings.requestTimeoutMs })

  const connection = createConnection({
    open: createSocketOpener({ ...surroundings, http }),
    clock,
    random,
    network: browserNetwork(browser),
    onHello,
    onFrame,
    onOpenFailed: (error) => listener.onError(error, 'connect'),
    onChange,
  })

  const session = createSession({
    ...surroundings,
    http,
    send,
    onWelcome(welcome) {
      isReady = true
      listener.onWelcome(welcome)
    },
    onAuthenticated: () => connection.dispatch({ type: 'authenticated' }),
    onRefused: (error) => connection.dispatch({ type: 'refused', error }),
    onToken: listener.onToken,
    onCookieFailed: (error) => listener.onError(error, 'POST /session'),
  })

  function onHello(hello: EventPayload<'hello'>): void {
    if (connection.state().name !== 'connecting') return
    if (!hello.protocols.includes(protocolVersion)) {
      return connection.dispatch({ type: 'disconnect', reason: 'unsupported' })
    }
    limits = hello.limits
    connection.dispatch({ type: 'greeted' })
    session.greeted(hello.authenticating === true)
  }

  function onFrame(frame: ReplyFrame): void {
    if (frame.type === 'auth_response') session.answered(frame.payload as AuthResponse, frame.re)
    else if (frame.re !== undefined) requests.settle(frame)
    else if (frame.type === 'draining') connection.dispatch({ type: 'draining' })
    else listener.onEvent(frame)
  }

  function onChange(state: ConnectionState): void {
    if (state.name !== 'authenticating' && state.name !== 'live') {
      isReady = false
      requests.failAll(disconnected())
    }
    listener.onChange(state)
  }

  return { connection, session, ask: requests.ask, isReady: () => isReady, limits: () => limits }
}
