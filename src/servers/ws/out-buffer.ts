import type { Duplex } from 'node:stream'
import { bounds } from './bounds.ts'
import type { FlushingSocket } from './flushing-socket.ts'

/** Shared by all that have nothing to say, and never written to. */
const noFrames: Buffer[] = []

/**
 * [P-6] What a connection is to be told in this tick. The frames, already encoded, go out together in one write to the
 * socket, past `ws`: the system call for each socket is what fan-out costs. `ws` writes its pings, pongs and closes to the same
 * socket, each in one turn and whole, and without compression or fragments there is nothing of its own in between.
 */
export class OutBuffer {
  readonly #socket: Duplex
  readonly #webSocket: FlushingSocket
  readonly #flusher: Flusher
  #frames = noFrames
  #queuedBytes = 0
  #isScheduled = false
  #closing: { code: number; reason: string } | undefined

  constructor(options: { socket: Duplex; webSocket: FlushingSocket; flusher: Flusher }) {
    this.#socket = options.socket
    this.#webSocket = options.webSocket
    this.#flusher = options.flusher
    this.#webSocket.beforeClose = () => this.#writeFrames((frames) => Buffer.concat(frames))
  }

  /** What the peer has not taken yet: queued here, or in the socket. */
  get bufferedBytes(): number {
    return this.#queuedBytes + this.#socket.writableLength
  }

  push(frame: Buffer): void {
    // Mostly it is the only one: an array that grows from nothing has room for 17, which a thousand receivers feel.
    if (this.#frames.length === 0) this.#frames = [frame]
    else this.#frames.push(frame)
    this.#queuedBytes += frame.length
    this.#schedule()
  }

  /** Closes when this tick's frames are out, those still to be pushed in it included. The first cause wins. */
  closeAfterFlush(code: number, reason: string): void {
    this.#closing ??= { code, reason }
    this.#schedule()
  }

  flush(join: Join): void {
    this.#isScheduled = false
    this.#writeFrames(join)
    if (this.#closing !== undefined) this.#webSocket.close(this.#closing.code, this.#closing.reason)
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    this.#flusher.schedule(this)
  }

  #writeFrames(join: Join): void {
    const frames = this.#frames
    if (frames.length === 0) return
    this.#frames = noFrames
    this.#queuedBytes = 0
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return
    this.#socket.write(join(frames))
  }
}

type Join = (frames: readonly Buffer[]) => Buffer

export interface Flusher {
  schedule(outBuffer: OutBuffer): void
}

/**
 * Flushes every connection that was written to, once, after the reads of this turn of the loop. Beyond
 * `maxFlushesPerTurn` the rest wait for the next turn, and gather what comes meanwhile.
 */
export function createFlusher(): Flusher {
  let waiting: OutBuffer[] = []

  function schedule(outBuffer: OutBuffer): void {
    if (waiting.push(outBuffer) === 1) setImmediate(flushSome)
  }

  function flushSome(): void {
    const due = waiting
    waiting = due.length > bounds.maxFlushesPerTurn ? due.splice(bounds.maxFlushesPerTurn) : []
    if (waiting.length > 0) setImmediate(flushSome)
    const join = rememberingJoin()
    for (const outBuffer of due) outBuffer.flush(join)
  }

  return { schedule }
}

/** Members of one room are told the same frames in one tick, so most joins repeat the one before. */
function rememberingJoin(): Join {
  let lastFrames: readonly Buffer[] = []
  let lastJoined = Buffer.alloc(0)
  return (frames) => {
    const [only] = frames
    if (only !== undefined && frames.length === 1) return only
    if (!areSame(frames, lastFrames)) {
      lastFrames = frames
      lastJoined = Buffer.concat(frames)
    }
    return lastJoined
  }
}

function areSame(left: readonly Buffer[], right: readonly Buffer[]): boolean {
  return left.length === right.length && left.every((frame, index) => frame === right[index])
}
