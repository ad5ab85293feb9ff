import type { Socket } from 'node:net'
import type { Clock } from '../../platform/clock.ts'
import { closeCodes } from '../../protocol/close-codes.ts'
import { limits } from '../../protocol/limits.ts'
import {
  type CloseCause,
  type ConnectionEvent,
  type ConnectionState,
  type Identity,
  transition,
} from './connection-state.ts'
import type { FlushingSocket } from './flushing-socket.ts'
import { type Flusher, OutBuffer } from './out-buffer.ts'
import type { Usage } from './usage.ts'

/** What the handshake told of the peer. */
export interface Peer {
  readonly address: string
  /** What guesses are counted for: people share one, and one person has many addresses in it. */
  readonly addressPrefix: string
  /** A page of ours in a browser; programs have no Origin [P-14]. */
  readonly isBrowser: boolean
  /** What the login's device is called when its owner does not say. */
  readonly device: string
  /** A page's cookie, which scripts cannot read; programs have none that is believed [P-10]. */
  readonly cookieToken: string | null
}

/** What happens to a connection, for those who count and route. */
export interface ConnectionWatcher {
  received(connection: Connection, data: Buffer, isBinary: boolean): void
  /** The peer's own pings cost as much as a request. */
  pinged(connection: Connection): void
  /** No longer counted as not authenticated: it is live or closing. Called once. */
  settled(connection: Connection): void
  /** No request is answered, and no event told, from here on. Called once. */
  ended(connection: Connection, cause: CloseCause): void
  /** The socket is closed. Called once. */
  closed(connection: Connection): void
}

/**
 * One socket, from its `hello` to its close.
 * ```
 *                 auth_request, or a cookie or token on the upgrade
 *   ┌─────────┐ ─────────────────────────────────────► ┌────────────────┐
 *   │ greeted │                                        │ authenticating │
 *   └────┬────┘ ◄───────────────────────────────────── └───┬────────┬───┘
 *        │        auth_response { status: "error" }        │        │ auth_response { status: "success" },
 *        │                                                 │        │ attached to the hub in the same tick
 *        │ 4408 after 5 s; destroyed after 8 KiB           │        ▼
 *        ├─────────────────────────────────────────────────┘   ┌────────┐
 *        │                                                     │  live  │ ◄─ requests, events, pings
 *        │                                                     └────┬───┘
 *        │   4410 revoked · 4001 slow · 4002 silent · 4029 rate ·   │
 *        │   4400 bad frames · 1012 draining · the peer's own close │
 *        ▼                                                          ▼
 *   ┌─────────────────────────────────────────────────────────────────┐
 *   │ closing: what this tick has to say is flushed, then the close   │
 *   │ frame; the socket is destroyed if the peer does not answer it   │
 *   └─────────────────────────────────────────────────────────────────┘
 * ```
 */
export class Connection {
  readonly peer: Peer
  readonly usage: Usage
  /** Of the monotonic clock. */
  readonly openedAtMs: number
  readonly #socket: Socket
  readonly #webSocket: FlushingSocket
  readonly #out: OutBuffer
  readonly #watcher: ConnectionWatcher
  readonly #clock: Clock
  #state: ConnectionState = { kind: 'greeted' }
  #ending: AbortController | undefined
  #cancelDeadline: (() => void) | undefined
  #isOverdue = false
  readonly #bytesBefore: number
  #heardBytes: number
  #heardAtMs: number
  #pingedAtMs: number

  constructor(options: {
    webSocket: FlushingSocket
    socket: Socket
    /** What came behind the handshake's header, in the same packet. */
    headBytes: number
    peer: Peer
    usage: Usage
    flusher: Flusher
    watcher: ConnectionWatcher
    clock: Clock
  }) {
    const { webSocket, socket, clock, watcher } = options
    this.peer = options.peer
    this.usage = options.usage
    this.#socket = socket
    this.#webSocket = webSocket
    this.#watcher = watcher
    this.#clock = clock
    this.#out = new OutBuffer({ socket, webSocket, flusher: options.flusher })
    this.#bytesBefore = socket.bytesRead - options.headBytes
    this.#heardBytes = socket.bytesRead
    this.openedAtMs = clock.monotonicMs()
    this.#heardAtMs = this.openedAtMs
    this.#pingedAtMs = this.openedAtMs
    this.#listen()
    this.#boundStranger()
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** `null` unless live. */
  get identity(): Identity | null {
    return this.#state.kind === 'live' ? this.#state.identity : null
  }

  /** Aborted when nobody waits for an answer any more. */
  get endSignal(): AbortSignal {
    this.#ending ??= new AbortController()
    if (this.#state.kind === 'closing') this.#ending.abort()
    return this.#ending.signal
  }

  /** Replies and durable events. A peer that does not read is closed rather than told half [P-41]. */
  send(frame: Buffer): void {
    const { bufferedBytes } = this.#out
    // One frame alone is always sent, however many rooms a snapshot has.
    if (bufferedBytes > 0 && bufferedBytes + frame.length > limits.hardBufferBytes) return this.close('slow')
    this.#out.push(frame)
  }

  /** What may be missed: it is dropped for a peer that reads slowly [P-41]. */
  sendEphemeral(frame: Buffer): void {
    if (this.#out.bufferedBytes <= limits.softBufferBytes) this.#out.push(frame)
  }

  /** Ends the connection at the end of this tick, after what it has to say. The first cause wins. */
  close(cause: Exclude<CloseCause, 'gone'>): void {
    if (this.#state.kind === 'closing') return
    this.apply({ type: 'close_asked', cause })
    // A paused socket would never read the peer's answer to the close.
    this.#webSocket.resume()
    this.#out.closeAfterFlush(closeCodes[cause].code, cause)
  }

  /** Cuts the connection, saying nothing. */
  destroy(): void {
    this.apply({ type: 'close_asked', cause: 'gone' })
    this.#webSocket.terminate()
  }

  /** Reads no more requests: what is still to be done can end. */
  pause(): void {
    if (this.#state.kind !== 'closing') this.#webSocket.pause()
  }

  apply(event: ConnectionEvent): void {
    const before = this.#state
    const after = transition(before, event)
    this.#state = after
    if (before.kind !== after.kind) this.#entered(before, after)
  }

  /** [P-40] Pings when it is time, and closes what has been silent for too long. */
  beat(options: { intervalMs: number; graceMs: number }): void {
    if (this.#state.kind === 'closing') return
    const nowMs = this.#clock.monotonicMs()
    if (this.#silentMs(nowMs) >= options.intervalMs + options.graceMs) return this.close('heartbeat')
    if (nowMs - this.#pingedAtMs < options.intervalMs) return
    this.#pingedAtMs = nowMs
    this.#webSocket.ping()
  }

  #entered(before: ConnectionState, after: ConnectionState): void {
    const wasStranger = before.kind === 'greeted' || before.kind === 'authenticating'
    const isSettled = after.kind === 'live' || after.kind === 'closing'
    if (after.kind === 'greeted' && this.#isOverdue) return this.close('notAuthenticated')
    if (wasStranger && isSettled) this.#settle()
    if (after.kind !== 'closing') return
    this.#ending?.abort()
    this.#watcher.ended(this, after.cause)
  }

  /** For how long not one byte has come, as far as was looked. */
  #silentMs(nowMs: number): number {
    if (this.#socket.bytesRead !== this.#heardBytes) {
      this.#heardBytes = this.#socket.bytesRead
      this.#heardAtMs = nowMs
    }
    return nowMs - this.#heardAtMs
  }

  #settle(): void {
    this.#cancelDeadline?.()
    this.#cancelDeadline = undefined
    this.#socket.removeListener('data', this.#countBytes)
    this.#watcher.settled(this)
  }

  #listen(): void {
    this.#webSocket.on('message', (data, isBinary) => this.#watcher.received(this, data as Buffer, isBinary))
    this.#webSocket.on('ping', () => this.#watcher.pinged(this))
    // `ws` closes the connection itself, with the code that the fault has; without a listener the process would end.
    this.#webSocket.on('error', () => this.apply({ type: 'close_asked', cause: 'gone' }))
    this.#webSocket.on('close', () => {
      this.apply({ type: 'close_asked', cause: 'gone' })
      this.#watcher.closed(this)
    })
  }

  /** [P-10] Who has not said who they are gets little time and little room. */
  #boundStranger(): void {
    this.#cancelDeadline = this.#clock.after(limits.unauthenticatedTimeoutMs, () => {
      this.#isOverdue = true
      // Whose password is being looked at is not made to wait in vain: its turn comes, and the answer decides.
      if (this.#state.kind === 'greeted') this.close('notAuthenticated')
    })
    // Before `ws` reads the same bytes, or it would gather them into a frame first.
    this.#socket.prependListener('data', this.#countBytes)
  }

  readonly #countBytes = (): void => {
    if (this.#socket.bytesRead - this.#bytesBefore > limits.maxUnauthenticatedBytes) this.destroy()
  }
}
