import { type ChatClient, createChatClient, createMemoryOutboxStore } from '../../src/client/chat-client.ts'
import type { Clock } from '../../src/client/clock.ts'
import { systemClock } from '../../src/platform/clock.ts'

/** What one life of a client heard, from log-in to reload. */
export interface Hearing {
  /** Messages of each room, in the order in which they came. */
  rooms: Map<string, { seq: number; key: string }[]>
}

/** What a device was told in one past of the place: a restored backup begins another. */
export interface Heard {
  readonly hearings: readonly Hearing[]
  /** Messages that the server sent as news, whatever the client made of them. */
  readonly told: readonly { room: string; seq: number }[]
}

/** A client of one person, its outbox, and all that it has ever sent and heard. */
export interface Device {
  readonly name: string
  readonly client: () => ChatClient
  readonly sent: { key: string; room: string }[]
  /** Keys that the client gave up, and said so; they may have landed all the same. */
  readonly failed: Set<string>
  /** Since the present past began. */
  heard(): Heard
  /** Returns what was heard, and begins anew. */
  endPast(): Heard
  send(room: string, text: string): Promise<void>
  /** The page is closed and opened again: what was in memory is gone, the outbox is not. */
  reload(): void
}

const password = 'correct horse battery'
const timesFaster = 10

/** The waits of a client, ten times as fast. */
const quickClock: Clock = {
  ...systemClock,
  after: (delayMs, callback) => systemClock.after(delayMs / timesFaster, callback),
}

/** Registers, or with a `token` logs in as whoever it belongs to. */
export async function openDevice(options: {
  name: string
  url: string
  token?: string
}): Promise<{ device: Device; token: string }> {
  const outbox = createMemoryOutboxStore()
  const { name, url } = options
  let { token } = options
  const sent: Device['sent'] = []
  const failed: Device['failed'] = new Set()
  let hearings: Hearing[] = []
  let told: { room: string; seq: number }[] = []
  const webSocket = listeningSocket((frame) => {
    if (frame.type === 'message') told.push(frame.payload)
  })
  let client = open()

  function open(): ChatClient {
    const opened = createChatClient({
      ...{ url, outbox, webSocket, clock: quickClock },
      ...(token !== undefined && { token }),
    })
    hearings.push({ rooms: new Map() })
    opened.on('token', (news) => {
      token = news.token
    })
    opened.on('send_failed', ({ message }) => failed.add(message.client_msg_id))
    opened.on('message', ({ room, seq, client_msg_id: key }) => {
      const { rooms = new Map<string, { seq: number; key: string }[]>() } = hearings.at(-1) ?? {}
      rooms.set(room, [...(rooms.get(room) ?? []), { seq, key }])
    })
    return opened
  }

  async function send(room: string, text: string): Promise<void> {
    const key = await client.send(room, text)
    sent.push({ key, room })
  }

  function endPast(): Heard {
    const past = { hearings, told }
    hearings = [{ rooms: new Map() }]
    told = []
    return past
  }

  function reload(): void {
    client.close()
    client = open()
    client.connect()
  }

  try {
    if (token === undefined) await client.register({ username: name, password })
    else client.connect()
    await client.whenLive()
    if (token === undefined) throw new Error(`Expected ${name} to get a token`)
  } catch (error) {
    client.close()
    throw error
  }
  const heard = () => ({ hearings, told })
  return { device: { name, client: () => client, sent, failed, heard, endPast, send, reload }, token }
}

/** A socket on which somebody listens in: a client drops what it has no room for, and a leak must not hide there. */
function listeningSocket(
  hear: (frame: { type: string; payload: { room: string; seq: number } }) => void,
): typeof WebSocket {
  return class extends WebSocket {
    constructor(url: string | URL) {
      super(url)
      this.addEventListener('message', ({ data }) => hear(JSON.parse(String(data))))
    }
  }
}
