import { once } from 'node:events'
import { WebSocket } from 'ws'

/** A client that is logged in, and can be asked when it has heard something. */
export interface Listener {
  /** Resolves when a frame with this text in it comes. */
  untilHeard(text: string): Promise<void>
  /** Sends a message; resolves when it is acked. */
  say(text: string): Promise<void>
  readonly closed: Promise<void>
  close(): void
}

export async function openListener(port: number, token: string): Promise<Listener> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
  const waiting = new Set<{ text: string; resolve: () => void }>()
  socket.on('message', (data: Buffer) => {
    const frame = data.toString()
    for (const each of waiting) {
      if (!frame.includes(each.text)) continue
      waiting.delete(each)
      each.resolve()
    }
  })
  const closed = once(socket, 'close').then(() => undefined)
  let said = 0

  function untilHeard(text: string): Promise<void> {
    return new Promise((resolve) => waiting.add({ text, resolve }))
  }

  async function say(text: string): Promise<void> {
    const id = `said-${++said}`
    const acked = untilHeard(`"re":"${id}"`)
    socket.send(JSON.stringify({ type: 'message', id, payload: { text } }))
    await acked
  }

  await untilHeard('"hello"')
  const welcome = untilHeard('"status":"success"')
  socket.send(JSON.stringify({ type: 'auth_request', payload: { action: 'token', token } }))
  await welcome
  return { untilHeard, say, closed, close: () => socket.close() }
}
