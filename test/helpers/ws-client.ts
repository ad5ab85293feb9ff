import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** How long a test waits for a frame before it says what came instead. */
const patienceMs = 20_000

export interface Frame {
  type: string
  re?: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into payloads of every type
  payload: any
}

/** A bare client: it sends what it is told to, keeps all that comes, and promises nothing. */
export interface WsClient {
  readonly socket: WebSocket
  /** All frames so far, in order. */
  readonly frames: readonly Frame[]
  send(frame: unknown): void
  /** In one packet, so that the server reads all of them in one turn of its loop. */
  sendTogether(frames: readonly unknown[]): void
  /** Sends with an id, and resolves with the frame that answers it. */
  request(type: string, payload?: unknown): Promise<Frame>
  /** The answer to the request with this id. */
  answer(id: string): Promise<Frame>
  /** The first frame that fits and was not taken before, whether it is here already or is still to come. */
  next(type: string, fits?: (frame: Frame) => boolean): Promise<Frame>
  /** Resolves with the code and reason of the close. */
  readonly closed: Promise<{ code: number; reason: string }>
  close(): void
}

export interface ConnectOptions {
  origin?: string
  headers?: Record<string, string>
}

export async function connectWs(url: string, options: ConnectOptions = {}): Promise<WsClient> {
  const socket = new WebSocket(url, { perMessageDeflate: false, ...options })
  const client = clientOn(socket)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  return client
}

function clientOn(socket: WebSocket): WsClient {
  const frames: Frame[] = []
  const taken = new Set<Frame>()
  const waiting = new Set<{ look(): void; giveUp(why: string): void }>()
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason: Buffer) => {
      for (const waiter of waiting) waiter.giveUp(`before the close ${code}`)
      resolve({ code, reason: reason.toString() })
    })
  })
  let requests = 0

  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()) as Frame)
    for (const waiter of waiting) waiter.look()
  })
  // A socket that the server cuts in the middle of something is an error, and then a close.
  socket.on('error', () => undefined)

  function firstThat(wanted: string, fits: (frame: Frame) => boolean): Promise<Frame> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => giveUp('in time'), patienceMs)
      const waiter = { look, giveUp }
      waiting.add(waiter)
      look()

      function look(): void {
        const found = frames.find((frame) => !taken.has(frame) && fits(frame))
        if (found === undefined) return
        taken.add(found)
        end()
        resolve(found)
      }

      function giveUp(why: string): void {
        end()
        const seen = frames.map(({ type, re }) => (re === undefined ? type : `${type}(${re})`))
        reject(new Error(`Expected ${wanted} ${why}; got ${seen.slice(-20).join(', ') || 'nothing'}.`))
      }

      function end(): void {
        clearTimeout(timer)
        waiting.delete(waiter)
      }
    })
  }

  function next(type: string, fits: (frame: Frame) => boolean = () => true): Promise<Frame> {
    return firstThat(`a frame ${type}`, (frame) => frame.type === type && fits(frame))
  }

  function request(type: string, payload: unknown = {}): Promise<Frame> {
    requests += 1
    const id = `r${requests}`
    send({ type, id, payload })
    return answer(id)
  }

  function answer(id: string): Promise<Frame> {
    return firstThat(`an answer to ${id}`, ({ re }) => re === id)
  }

  function send(frame: unknown): void {
    socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  function sendTogether(all: readonly unknown[]): void {
    const { _socket: tcp } = socket as unknown as { _socket: Socket }
    tcp.cork()
    for (const frame of all) send(frame)
    tcp.uncork()
  }

  return { socket, frames, send, sendTogether, request, answer, next, closed, close: () => socket.close() }
}
