import { connect, type Socket } from 'node:net'

/** Opens one connection after the other, as new clients do, and counts who was let in and who was refused. */
export interface Knocker {
  refused(): number
  /** Resolves when `count` more were let in, and answered or cut. */
  untilAccepted(count: number): Promise<void>
  /** From now on nobody knocks, until `resume`. */
  pause(): Promise<void>
  resume(): void
  stop(): Promise<void>
}

export function knockAt(address: string): Knocker {
  const { hostname, port } = new URL(address)
  let refused = 0
  let onAccepted = () => {}
  let running = new AbortController()
  let knocking = knock(running.signal)

  async function knock(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (await isLetIn()) onAccepted()
      else refused += 1
    }
  }

  async function isLetIn(): Promise<boolean> {
    const socket = connect({ host: hostname, port: Number(port) })
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    })
    if (isOpen) await answerOf(socket)
    return isOpen
  }

  async function pause(): Promise<void> {
    running.abort()
    await knocking
  }

  return {
    refused: () => refused,
    async untilAccepted(count) {
      for (let left = count; left > 0; left -= 1) {
        await new Promise<void>((resolve) => {
          onAccepted = resolve
        })
      }
    },
    pause,
    resume() {
      running = new AbortController()
      knocking = knock(running.signal)
    },
    stop: pause,
  }
}

/** An answer, or the end of the process that was to give it: either way the connection was let in. */
function answerOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('data', () => socket.destroy())
    socket.on('error', () => {}) // 'close' follows
    socket.on('close', () => resolve())
    socket.write('GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
  })
}
