import { shouldReconnect } from '../protocol/close-codes.ts'
import { type ChatError, disconnected, timedOut } from './errors.ts'

/**
 * Where the connection is, and what it waits for. `attempt` counts from 1, and starts again after a connection that held.
 *
 *              connect, sign_in               greeted                  authenticated
 *   closed ─────────────────────► connecting ────────► authenticating ─────────────► live
 *     ▲                            ▲      │ dropped,        │ dropped, timed_out,      │ dropped,
 *     │ disconnect; a close        │      ▼ timed_out       ▼ refused                  ▼ timed_out
 *     │ code or refusal that    due│    waiting ◄───────────┴──────────────────────────┘
 *     │ means: do not return       │    offline
 *     └────────────────────────────┴──────┘
 *
 * | event ╲ state | closed     | connecting | authenticating | live          | waiting, offline |
 * |---------------|------------|------------|----------------|---------------|------------------|
 * | connect       | connecting |            |                |               | connecting       |
 * | sign_in       | connecting | connecting | connecting     |               | connecting       |
 * | disconnect    | closed     | closed     | closed         | closed        | closed           |
 * | greeted       |            | authentic… |                |               |                  |
 * | authenticated |            |            | live           |               |                  |
 * | refused       |            |            | pause, closed  |               |                  |
 * | dropped       |            | pause, cl. | pause, closed  | pause, closed |                  |
 * | timed_out     |            | pause, cl. | pause, closed  | pause         |                  |
 * | draining      |            |            |                | live          |                  |
 * | retry_due     |            |            |                |               | connecting       |
 * | went_online   |            |            |                |               | connecting       |
 * | went_offline  |            |            |                |               | offline          |
 *
 * An empty field: the event is stale, the state stays. `pause` is `waiting`, or `offline` while the system says that there
 * is no network: tries go on all the same, since a server on this very machine needs none. What was refused or failed
 * while somebody waits at a log-in form is `closed`: the answer is theirs.
 */
export type ConnectionState =
  | { readonly name: 'closed'; readonly reason: ClosedReason; readonly error?: ChatError }
  | { readonly name: 'connecting'; readonly attempt: number; readonly signingIn: boolean }
  | { readonly name: 'authenticating'; readonly attempt: number; readonly signingIn: boolean }
  | { readonly name: 'live'; readonly attempt: number; readonly sinceMs: number; readonly draining: boolean }
  /** `retryAtMs`: when the next attempt is made, in ms since 1970. */
  | { readonly name: 'waiting' | 'offline'; readonly attempt: number; readonly retryAtMs: number }

/**
 * Why nothing happens until somebody asks. `idle`: never asked to connect, or asked to stop. `unsupported`: another
 * version of the protocol. `faulty`: the server took offence at our frames.
 */
export type ClosedReason = 'idle' | 'signed_out' | 'revoked' | 'banned' | 'unsupported' | 'faulty'

export type ConnectionEvent =
  | { readonly type: 'connect' }
  /** Somebody gave a name and a password, and waits for the answer. */
  | { readonly type: 'sign_in' }
  | { readonly type: 'disconnect'; readonly reason: ClosedReason }
  | { readonly type: 'greeted' }
  | { readonly type: 'authenticated' }
  | { readonly type: 'refused'; readonly error: ChatError }
  | { readonly type: 'dropped'; readonly code: number }
  | { readonly type: 'timed_out' }
  | { readonly type: 'draining' }
  | { readonly type: 'retry_due' }
  | { readonly type: 'went_online' }
  | { readonly type: 'went_offline' }

export interface TransitionContext {
  nowMs: number
  online: boolean
  /** How long to wait after so many attempts. */
  delayMs: (attempt: number) => number
}

/** A connection that was live for so long was a good one: the next failure is the first again. */
const stableMs = 10_000

/** Pure. Returns the very same state where nothing changes. */
export function transition(
  state: ConnectionState,
  event: ConnectionEvent,
  context: TransitionContext,
): ConnectionState {
  switch (event.type) {
    case 'connect':
    case 'retry_due':
    case 'went_online':
      return onWake(state, event.type)
    case 'sign_in':
      return state.name === 'live' ? state : { name: 'connecting', attempt: 1, signingIn: true }
    case 'disconnect':
      return closed(event.reason)
    case 'greeted':
      return state.name === 'connecting' ? { ...state, name: 'authenticating' } : state
    case 'authenticated':
      return state.name === 'authenticating'
        ? { name: 'live', attempt: state.attempt, sinceMs: context.nowMs, draining: false }
        : state
    case 'refused':
      return onRefused(state, event.error, context)
    case 'dropped':
      return onDropped(state, event.code, context)
    case 'timed_out':
      return onFailure(state, timedOut('the log-in'), context)
    case 'draining':
      return state.name === 'live' && !state.draining ? { ...state, draining: true } : state
    case 'went_offline':
      return state.name === 'waiting' ? { ...state, name: 'offline' } : state
    default:
      return event satisfies never
  }
}

function onWake(state: ConnectionState, type: 'connect' | 'retry_due' | 'went_online'): ConnectionState {
  if (state.name === 'closed') {
    return type === 'connect' ? { name: 'connecting', attempt: 1, signingIn: false } : state
  }
  if (state.name !== 'waiting' && state.name !== 'offline') return state
  return { name: 'connecting', attempt: state.attempt + 1, signingIn: false }
}

function onRefused(state: ConnectionState, error: ChatError, context: TransitionContext): ConnectionState {
  if (state.name !== 'authenticating') return state
  if (!state.signingIn && error.retryable) return pause(state.attempt, context, error.retryAfterMs)
  const hasMerelyEnded = error.code === 'unauthenticated' || error.code === 'invalid_credentials'
  return closed('signed_out', state.signingIn || !hasMerelyEnded ? error : undefined)
}

function onDropped(state: ConnectionState, code: number, context: TransitionContext): ConnectionState {
  if (!shouldReconnect(code) && hasSocket(state)) return closed(reasonOf(code))
  return onFailure(state, disconnected(), context)
}

function onFailure(state: ConnectionState, error: ChatError, context: TransitionContext): ConnectionState {
  if (state.name === 'live') return afterLive(state, context)
  if (state.name !== 'connecting' && state.name !== 'authenticating') return state
  return state.signingIn ? closed('signed_out', error) : pause(state.attempt, context)
}

/** [P-40] At once after `draining`, unless this has become a habit. */
function afterLive(state: ConnectionState & { name: 'live' }, context: TransitionContext): ConnectionState {
  const attempt = context.nowMs - state.sinceMs >= stableMs ? 0 : state.attempt
  if (state.draining && attempt <= 1) return { name: 'connecting', attempt: attempt + 1, signingIn: false }
  return pause(attempt, context)
}

function pause(attempt: number, context: TransitionContext, atLeastMs = 0): ConnectionState {
  const delayMs = Math.max(context.delayMs(attempt), atLeastMs)
  return { name: context.online ? 'waiting' : 'offline', attempt, retryAtMs: context.nowMs + delayMs }
}

function closed(reason: ClosedReason, error?: ChatError): ConnectionState {
  return { name: 'closed', reason, ...(error && { error }) }
}

function hasSocket(state: ConnectionState): boolean {
  return state.name === 'connecting' || state.name === 'authenticating' || state.name === 'live'
}

/** [P-51] Close codes that say more than that something is wrong. */
const reasons: Partial<Record<number, ClosedReason>> = {
  4401: 'signed_out',
  4403: 'banned',
  4406: 'unsupported',
  4410: 'revoked',
}

function reasonOf(code: number): ClosedReason {
  return reasons[code] ?? 'faulty'
}
