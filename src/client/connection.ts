import type { EventPayload } from '../protocol/events.ts'
import type { ReplyFrame } from '../protocol/frames.ts'
import { type Attempt, startAttempt } from './attempt.ts'
import { backoffMs } from './backoff.ts'
import type { Clock } from './clock.ts'
import { type ConnectionEvent, type ConnectionState, transition } from './connection-state.ts'
import type { Network } from './network.ts'
import type { WebSocketLike } from './socket.ts'

export interface ConnectionOptions {
  /** `attempt` counts from 1; another address may be worth a look after some failures. */
  open: (attempt: number) => Promise<WebSocketLike>
  clock: Clock
  random: () => number
  network: Network
  onHello: (hello: EventPayload<'hello'>) => void
  onFrame: (frame: ReplyFrame) => void
  onOpenFailed: (error: Error) => void
  onChange: (state: ConnectionState) => void
}

export interface Connection {
  state(): ConnectionState
  dispatch(event: ConnectionEvent): void
  /** False where there is no open socket. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean
}

/** After a page wakes, somebody looks at it and waits. */
const wakeGraceMs = 4_000
/** The system says that there is no network, and what is on this very machine answers at once. */
const offlineGraceMs = 2_000

/** Keeps one connection, as `transition` decides; all its effects are here. */
export function createConnection(options: ConnectionOptions): Connection {
  const { clock, network, random } = options
  let state: ConnectionState = { name: 'closed', reason: 'idle' }
  let attempt: Attempt | null = null
  let cancelRetry = () => {}
  let unwatch: (() => void) | null = null

  function dispatch(event: ConnectionEvent): void {
    const previous = state
    state = transition(previous, event, {
      nowMs: clock.nowMs(),
      online: network.isOnline(),
      delayMs: (attempt) => backoffMs(attempt, random),
    })
    if (state === previous) return
    leave(state)
    enter(state)
    options.onChange(state)
  }

  function leave(next: ConnectionState): void {
    cancelRetry()
    if (next.name === 'authenticating' || next.name === 'live') return
    attempt?.stop()
    attempt = null
  }

  function enter(next: ConnectionState): void {
    switch (next.name) {
      case 'closed':
        unwatch?.()
        unwatch = null
        return
      case 'connecting':
        unwatch ??= network.watch(onNetwork)
        attempt = begin(next.attempt)
        return
      case 'authenticating':
      case 'live':
        attempt?.enter(next.name)
        return
      case 'waiting':
      case 'offline':
        cancelRetry = clock.after(next.retryAtMs - clock.nowMs(), () => dispatch({ type: 'retry_due' }))
        return
      default:
        next satisfies never
    }
  }

  function begin(number: number): Attempt {
    return startAttempt({
      clock,
      open: () => options.open(number),
      onHello: options.onHello,
      onFrame: options.onFrame,
      onOpenFailed: options.onOpenFailed,
      onDropped: (code) => dispatch({ type: 'dropped', code }),
      onTimeout: () => dispatch({ type: 'timed_out' }),
    })
  }

  function onNetwork(change: 'online' | 'offline' | 'visible'): void {
    dispatch({ type: change === 'offline' ? 'went_offline' : 'went_online' })
    // Offline too: the connection may be to this very machine and live, or it may be gone without a word.
    attempt?.probe(change === 'offline' ? offlineGraceMs : wakeGraceMs)
  }

  return {
    state: () => state,
    dispatch,
    send: (data) => attempt?.send(data) ?? false,
  }
}
