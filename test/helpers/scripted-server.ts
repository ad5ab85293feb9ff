import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { EventPayload } from '../../src/protocol/events.ts'
import { decodeImageChunk } from '../../src/protocol/image-chunk.ts'
import type { MessageView, RoomView } from '../../src/protocol/views.ts'
import { present } from './present.ts'

const patienceMs = 20_000

export interface Asked {
  type: string
  id: string
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into payloads of every type.
  payload: any
}

/** One connection of a client, as a test that plays the server sees it. */
export interface Peer {
  /** The next request of this type, whether it is here already or is still to come. */
  next(type: string): Promise<Asked>
  /** Requests that nobody has taken yet. */
  waiting(): readonly Asked[]
  send(type: string, payload: unknown): void
  reply(asked: Asked, type: string, payload: unknown): void
  /** Waits for the log-in, and lets it in. */
  welcome(snapshot?: {
    epoch?: string
    rooms?: RoomView[]
    user_id?: string
    username?: string
  }): Promise<void>
  close(code: number): void
  /** Cuts the connection without a word. */
  cut(): void
  readonly closed: Promise<number>
}

/** A server that says what the test makes it say, on a real socket. */
export async function startScriptedServer(hello: Partial<EventPayload<'hello'>> = {}) {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  const arrivals = createQueue<Peer>('a connection')
  server.on('connection', (socket) => {
    arrivals.put(peerOn(socket))
    socket.send(JSON.stringify({ type: 'hello', payload: { ...greeting, ...hello } }))
  })
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    peer: () => arrivals.take(() => true),
    connections: () => server.clients.size,
    async stop() {
      for (const client of server.clients) client.terminate()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const greeting: EventPayload<'hello'> = {
  protocols: [1],
  server: 'scripted',
  heartbeatMs: 25_000,
  limits: {
    text_bytes: 16_384,
    image_bytes: 10_000_000,
    inline_image_bytes: 1_000_000,
    images_per_message: 10,
    password_characters: 10,
  },
}

function peerOn(socket: WebSocket): Peer {
  const asked = createQueue<Asked>('a request')
  socket.on('message', (data: Buffer, isBinary) =>
    asked.put(isBinary ? chunkIn(data) : (JSON.parse(data.toString()) as Asked)),
  )
  const send = (frame: unknown) => socket.send(JSON.stringify(frame))
  const next = (type: string) => asked.take((request) => request.type === type, type)
  const reply: Peer['reply'] = ({ id }, type, payload) => send({ type, re: id, payload })
  return {
    next,
    waiting: asked.all,
    send: (type, payload) => send({ type, payload }),
    reply,
    async welcome({ epoch = 'e1', rooms = [roomView()], user_id = '7', username = 'ann' } = {}) {
      const request = await next('auth_request')
      const who = { user_id, username, display_name: username, role: 'member', place_name: 'Home' }
      reply(request, 'auth_response', { status: 'success', message: 'Hello.', ...who, epoch, rooms })
    },
    close: (code) => socket.close(code),
    cut: () => socket.terminate(),
    closed: new Promise((resolve) => socket.once('close', resolve)),
  }
}

/** A piece of a picture, as if it were a request. */
function chunkIn(data: Buffer): Asked {
  const { uploadId, offset, bytes } = present(decodeImageChunk(data), 'a chunk')
  return { type: 'chunk', id: '', payload: { upload_id: uploadId, offset, bytes: Buffer.from(bytes) } }
}

export function roomView(change: Partial<RoomView> = {}): RoomView {
  return {
    id: '1',
    kind: 'open',
    name: 'Lobby',
    topic: '',
    is_default: true,
    last_seq: 0,
    last_n: 0,
    last_ts: 0,
    last_read_n: 0,
    mentions: 0,
    role: 'member',
    muted: false,
    notify_level: 'all',
    archived: false,
    ...change,
  }
}

/** Message `n`, which is also event `n` unless said otherwise; from somebody else unless said otherwise. */
export function messageView(n: number, change: Partial<MessageView> = {}): MessageView {
  return {
    message_id: String(1_000 + n),
    room: '1',
    seq: n,
    n,
    ts: n,
    sender_id: '8',
    sender_name: 'bob',
    client_msg_id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    text: `text ${n}`,
    images: [],
    version: 1,
    ...change,
  }
}

function createQueue<T>(what: string) {
  const items: T[] = []
  const takers = new Set<() => void>()

  function take(fits: (item: T) => boolean, name = what): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        takers.delete(look)
        reject(new Error(`Expected ${name} within ${patienceMs} ms, got ${JSON.stringify(items)}`))
      }, patienceMs)
      function look(): void {
        const index = items.findIndex(fits)
        if (index < 0 || !takers.has(look)) return
        clearTimeout(timer)
        takers.delete(look)
        resolve(...(items.splice(index, 1) as [T]))
      }
      takers.add(look)
      look()
    })
  }

  return {
    take,
    all: () => items as readonly T[],
    put(item: T): void {
      items.push(item)
      for (const look of [...takers]) look()
    },
  }
}
