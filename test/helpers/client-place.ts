import { afterEach, onTestFinished } from 'vitest'
import { type ChatClient, type ChatClientOptions, createChatClient } from '../../src/client/chat-client.ts'
import type { Clock } from '../../src/client/clock.ts'
import { createImageIntake } from '../../src/domain/images/intake.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { silentLog } from '../../src/platform/log.ts'
import type { ResponsePayload } from '../../src/protocol/requests.ts'
import { createPasswords } from '../../src/servers/ws/authentication/passwords.ts'
import { createWsServer, type WsServer } from '../../src/servers/ws/server.ts'
import { type CuttingProxy, startCuttingProxy } from './cutting-proxy.ts'
import { password, startWsStack, type WsStack } from './ws-stack.ts'

export const clients: ChatClient[] = []

afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

/** The waits of a client, twenty times as fast. */
export const quickClock: Clock = {
  ...systemClock,
  after: (delayMs, callback) => systemClock.after(delayMs / 20, callback),
}

interface Place {
  stack: WsStack
  proxy: CuttingProxy
  /** Ends the server as a reload does, and starts another on the same data. */
  restart(): Promise<void>
  join(username: string, options?: ChatClientOptions): Promise<ChatClient>
}

export async function openPlace(): Promise<Place> {
  const proxy = await startCuttingProxy()
  const many = 1_000_000
  const stack = await startWsStack({
    config: {
      auth: { registration: 'open' },
      ws: { publicUrl: `ws://127.0.0.1:${proxy.port}` },
      limits: {
        ...{ requestsPerSecond: many, requestBurst: many, messagesPerSecond: many, messageBurst: many },
        ...{ connectionsPerUser: 1_000, unauthenticatedPerAddress: 1_000 },
      },
    },
  })
  proxy.aim(stack.port)
  const { store, config } = stack
  const images = createImageIntake({ ...config.images, store, log: silentLog, clock: systemClock })
  let successor: WsServer | null = null
  onTestFinished(async () => {
    for (const client of clients) client.close()
    await proxy.stop()
    await successor?.drain(1_000)
    await images.close()
    await stack.stop()
  })

  async function restart(): Promise<void> {
    const next = createWsServer({
      config,
      store,
      passwords: createPasswords({ cost: config.auth.bcryptCost }),
      images,
      clock: systemClock,
      log: silentLog,
    })
    const { port } = await next.listen({ host: '127.0.0.1', port: 0 })
    proxy.aim(port)
    await (successor ?? stack.server).drain(1_000)
    successor = next
  }

  async function join(username: string, options: ChatClientOptions = {}): Promise<ChatClient> {
    const client = createChatClient({ url: `ws://127.0.0.1:${proxy.port}`, clock: quickClock, ...options })
    clients.push(client)
    await client.register({ username, password })
    return client
  }

  return { stack, proxy, restart, join }
}

export function lobby(client: ChatClient) {
  const [room] = client.getState().rooms.values()
  if (room === undefined) throw new Error('Expected to be in a room')
  return room
}

export const texts = (client: ChatClient) =>
  lobby(client).entries.map(({ kind, message }) => (kind === 'message' ? message.text : `(${message.text})`))

export function until(client: ChatClient, isSo: () => boolean): Promise<void> {
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

/** What the database says: each message of the first room, oldest first. */
export async function storedTexts({ stack }: Place): Promise<string[]> {
  const stored: string[] = []
  for (let more = true; more; ) {
    const json = await stack.store.read('history', {
      accountId: 1,
      roomId: 1,
      at: { afterN: stored.length },
      limit: 100,
    })
    const page = JSON.parse(json) as ResponsePayload<'history'>
    stored.push(...page.messages.map((message) => message.text))
    more = page.more
  }
  return stored
}
