import type { EventPayload } from '../protocol/events.ts'
import type { ReplyFrame } from '../protocol/frames.ts'
import type { Clock } from './clock.ts'
import type { WebSocketLike } from './socket.ts'
import { startWatchdog, type Watchdog } from './watchdog.ts'

/** One socket's life, from opening to its end. */
export interface Attempt {
  /** False where the socket is not open. */
  send(data: string | Uint8Array<ArrayBuffer>): boolean
  /** The log-in begins or has succeeded: other deadlines hold. */
  enter(phase: 'authenticating' | 'live'): void
  /** A live connection is asked for a sign of life; any other is left to its deadline. */
  probe(patienceMs: number): void
  /** Closes; nothing is heard of this attempt afterwards. Idempotent. */
  stop(): void
}

export interface AttemptOptions {
  open: () => Promise<WebSocketLike>
  clock: Clock
  onHello: (hello: EventPayload<'hello'>) => void
  onFrame: (frame: ReplyFrame) => void
  /** The address could not be found out, or is none. Followed by `onDropped`. */
  onOpenFailed: (error: Error) => void
  onDropped: (code: number) => void
  onTimeout: () => void
}

/** To find the address, to connect, and to be greeted. */
const helloTimeoutMs = 15_000
/** Passwords are hashed two at a time on the server, so a log-in may queue. */
const loginTimeoutMs = 30_000
/** The standard's code for a connection that was cut, or never was. */
const cutCode = 1006
const openState = 1

export function startAttempt(options: AttemptOptions): Attempt {
  const { clock, onFrame, onDropped, onTimeout } = options
  let isOver = false
  let socket: WebSocketLike | null = null
  let watchdog: Watchdog | null = null
  let heartbeatMs = 0
  let cancelDeadline = clock.after(helloTimeoutMs, () => end(onTimeout))
  options.open().then(adopt, (error: Error) =>
    end(() => {
      options.onOpenFailed(error)
      onDropped(cutCode)
    }),
  )

  function adopt(opened: WebSocketLike): void {
    if (isOver) return opened.close()
    socket = opened
    opened.addEventListener('message', ({ data }) => hear(data))
    opened.addEventListener('close', ({ code }) => end(() => onDropped(code)))
    // A failure is followed by `close`, which says what there is to say.
    opened.addEventListener('error', () => undefined)
  }

  function hear(data: unknown): void {
    if (isOver) return
    watchdog?.heard()
    const frame = decode(data)
    if (frame === null) return
    if (frame.type === 'hello') greet(frame.payload as EventPayload<'hello'>)
    else onFrame(frame)
  }

  function greet(hello: EventPayload<'hello'>): void {
    heartbeatMs = hello.heartbeatMs
    options.onHello(hello)
  }

  function enter(phase: 'authenticating' | 'live'): void {
    cancelDeadline()
    if (phase === 'authenticating') cancelDeadline = clock.after(loginTimeoutMs, () => end(onTimeout))
    else watchdog ??= startWatchdog({ clock, quietMs: heartbeatMs, ping, onSilence: () => end(onTimeout) })
  }

  function ping(): void {
    send('{"type":"ping","payload":{}}')
  }

  function send(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (socket?.readyState !== openState) return false
    socket.send(data)
    return true
  }

  function end(report: () => void): void {
    if (isOver) return
    stop()
    report()
  }

  function stop(): void {
    if (isOver) return
    isOver = true
    cancelDeadline()
    watchdog?.stop()
    socket?.close()
  }

  return { send, enter, probe: (patienceMs) => watchdog?.probe(patienceMs), stop }
}

/** `null` for what is no frame: binary data, or text that a proxy put there. */
function decode(data: unknown): ReplyFrame | null {
  if (typeof data !== 'string') return null
  try {
    const frame: unknown = JSON.parse(data)
    return isFrame(frame) ? frame : null
  } catch {
    return null
  }
}

function isFrame(value: unknown): value is ReplyFrame {
  if (typeof value !== 'object' || value === null) return false
  const { type, payload } = value as Partial<ReplyFrame>
  return typeof type === 'string' && typeof payload === 'object' && payload !== null
}
