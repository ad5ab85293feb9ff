/** The load of `resume`: clients of the SDK that talk a little, lose their server, and come back. */
import { type ChatClient, createChatClient } from '../../src/client/chat-client.ts'
import { answer } from './program.ts'

const clients: ChatClient[] = []

answer({
  async connect({ port, tokens }: { port: number; tokens: string[] }) {
    for (const token of tokens) {
      const client = createChatClient({ url: `ws://127.0.0.1:${port}`, token })
      clients.push(client)
      client.connect()
      await client.whenLive()
    }
  },
  /** Everybody has lost the connection. */
  gone: () =>
    Promise.all(clients.map((client) => until(client, () => client.getState().connection.name !== 'live'))),
  /** Resolves when everybody is back, and has the message that one of them sends then. */
  async returned() {
    const startMs = performance.now()
    await Promise.all(clients.map((client) => client.whenLive({ timeoutMs: 60_000 })))
    const liveMs = performance.now() - startMs
    const [first] = clients
    const [room] = first?.getState().rooms.keys() ?? []
    if (first === undefined || room === undefined) throw new Error('Expected clients in a room')
    const key = await first.send(room, 'Is everybody back?')
    await Promise.all(clients.map((client) => until(client, () => has(client, room, key))))
    return { liveMs, completeMs: performance.now() - startMs }
  },
})

function has(client: ChatClient, room: string, key: string): boolean {
  const entries = client.getState().rooms.get(room)?.entries ?? []
  return entries.some((entry) => entry.kind === 'message' && entry.message.client_msg_id === key)
}

function until(client: ChatClient, isSo: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.subscribe(look)
    function look(): void {
      if (!isSo()) return
      stop()
      resolve()
    }
    look()
  })
}
