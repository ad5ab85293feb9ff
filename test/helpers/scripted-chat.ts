import { afterEach, beforeEach } from 'vitest'
import { type ChatClient, type ChatClientOptions, createChatClient } from '../../src/client/chat-client.ts'
import type { RoomState } from '../../src/client/chat-state.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'
import { messageView, type Peer, startScriptedServer } from './scripted-server.ts'

/** Clients of a scripted server, in a time that the test owns; begun anew for each test of the file. */
export interface ScriptedChat {
  server: Awaited<ReturnType<typeof startScriptedServer>>
  clock: ManualClock
  /** A client that has not been told to connect. */
  create(options?: ChatClientOptions): ChatClient
  /** A client that connects, and whose waits between attempts pass at once. */
  start(options?: ChatClientOptions): ChatClient
}

export function scriptedChat(): ScriptedChat {
  const chat = { create, start } as ScriptedChat
  const clients: ChatClient[] = []

  beforeEach(async () => {
    chat.server = await startScriptedServer()
    chat.clock = createManualClock()
  })

  afterEach(async () => {
    for (const client of clients.splice(0)) client.close()
    await chat.server.stop()
  })

  function create(options: ChatClientOptions = {}): ChatClient {
    const client = createChatClient({ url: chat.server.url, clock: chat.clock, browser: {}, ...options })
    clients.push(client)
    return client
  }

  function start(options: ChatClientOptions = {}): ChatClient {
    const client = create({ token: 't', ...options })
    client.on('connection', (state) => {
      if (state.name !== 'waiting') return
      queueMicrotask(() => chat.clock.advance(state.retryAtMs - chat.clock.nowMs()))
    })
    client.connect()
    return client
  }

  return chat
}

/** The client's room; the first that the scripted server has, unless said otherwise. */
export function roomOf(client: ChatClient, id = '1'): RoomState {
  const room = client.getState().rooms.get(id)
  if (room === undefined) throw new Error(`Expected to be in room ${id}`)
  return room
}

export function textsOf(client: ChatClient): string[] {
  return roomOf(client).entries.map(({ message }) => message.text)
}

/** How far each message of the room is; `there`: it is in the room's log. */
export function deliveriesOf(client: ChatClient): string[] {
  return roomOf(client).entries.map((entry) =>
    entry.kind === 'message' ? 'there' : entry.message.delivery.name,
  )
}

/** Resolves when it is so, now or after a change of the client's state. */
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

let signs = 0

/** Resolves when the client has read all that `peer` has said so far, and done what follows from it. */
export async function heard(client: ChatClient, peer: Peer): Promise<void> {
  const user_id = `sign ${++signs}`
  peer.send('presence', { ts: 1, user_id, state: 'online' })
  await until(client, () => client.getState().presence.has(user_id))
  await new Promise(setImmediate)
}

/** What a server says that takes a message as the room's `n`-th: the sender's ack, and everyone's event. */
export function taken(asked: { payload: { client_msg_id: string; text: string } }, n: number) {
  const { client_msg_id, text } = asked.payload
  return {
    ack: { message_id: String(1_000 + n), room: '1', client_msg_id, seq: n, n, ts: n },
    event: messageView(n, { client_msg_id, text, sender_id: '7', sender_name: 'ann' }),
  }
}
