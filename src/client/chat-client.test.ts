import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createManualClock, type ManualClock } from '../../test/helpers/manual-clock.ts'
import { messageView, type Peer, roomView, startScriptedServer } from '../../test/helpers/scripted-server.ts'
import { type ChatClient, type ChatClientOptions, createChatClient } from './chat-client.ts'
import { createMemoryOutboxStore } from './outbox-store.ts'

let server: Awaited<ReturnType<typeof startScriptedServer>>
let clock: ManualClock
const clients: ChatClient[] = []
let signs = 0

beforeEach(async () => {
  server = await startScriptedServer()
  clock = createManualClock()
})

afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await server.stop()
})

/** A client whose waits between attempts pass at once. */
function start(options: ChatClientOptions = {}): ChatClient {
  const client = createChatClient({ url: server.url, token: 't', clock, browser: {}, ...options })
  clients.push(client)
  client.on('connection', (state) => {
    if (state.name === 'waiting') queueMicrotask(() => clock.advance(30_000))
  })
  client.connect()
  return client
}

const room = (client: ChatClient, id = '1') => client.getState().rooms.get(id)
const texts = (client: ChatClient) => room(client)?.entries.map(({ message }) => message.text)
const deliveries = (client: ChatClient) =>
  room(client)?.entries.map((entry) => (entry.kind === 'message' ? 'there' : entry.message.delivery.name))

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

/** Resolves when the client has read all that `peer` has said so far, and done what follows from it. */
async function heard(client: ChatClient, peer: Peer): Promise<void> {
  const user_id = `sign ${++signs}`
  peer.send('presence', { ts: 1, user_id, state: 'online' })
  await until(client, () => client.getState().presence.has(user_id))
  await new Promise(setImmediate)
}

/** Says all that was asked, as a server does that takes everything. */
function take(asked: { payload: { client_msg_id: string; text: string } }, n: number) {
  const { client_msg_id, text } = asked.payload
  return {
    ack: { message_id: String(1_000 + n), room: '1', client_msg_id, seq: n, n, ts: n },
    event: messageView(n, { client_msg_id, text, sender_id: '7', sender_name: 'ann' }),
  }
}

describe('logging in', () => {
  it('tells its token when greeted, and is live with the snapshot', async () => {
    const client = start()
    const peer = await server.peer()
    const asked = await peer.next('auth_request')
    expect(asked.payload).toEqual({ action: 'token', token: 't' })
    const snapshot = { status: 'success', message: '', user_id: '7', username: 'ann', display_name: 'Ann' }
    peer.reply(asked, 'auth_response', {
      ...snapshot,
      role: 'member',
      epoch: 'e1',
      rooms: [roomView({ last_n: 9, last_read_n: 4 })],
    })
    await client.whenLive()

    expect(client.getState().account).toMatchObject({ user_id: '7', display_name: 'Ann' })
    expect(room(client)).toMatchObject({ unread: 5, entries: [], hasOlder: true, isCatchingUp: false })
  })

  it("rejects a log-in with the server's reason, and does not try again by itself", async () => {
    const client = createChatClient({ url: server.url, clock, browser: {} })
    clients.push(client)
    const login = client.login({ username: 'ann', password: 'wrong' })
    const peer = await server.peer()
    const asked = await peer.next('auth_request')
    peer.reply(asked, 'auth_response', { status: 'error', message: 'No.', code: 'invalid_credentials' })

    await expect(login).rejects.toMatchObject({
      name: 'ChatError',
      code: 'invalid_credentials',
      message: 'No.',
    })
    expect(client.getState().connection).toMatchObject({ name: 'closed', reason: 'signed_out' })
    expect(clock.pending()).toBe(0)
  })

  it('keeps the token that a log-in brings, for the reconnect', async () => {
    const client = createChatClient({ url: server.url, clock, browser: {}, random: () => 0 })
    clients.push(client)
    const tokens = vi.fn()
    client.on('token', tokens)
    const login = client.login({ username: 'ann', password: 'right' })
    const peer = await server.peer()
    const asked = await peer.next('auth_request')
    const who = { user_id: '7', username: 'ann', display_name: 'Ann', role: 'member', epoch: 'e1', rooms: [] }
    peer.reply(asked, 'auth_response', { status: 'success', message: '', token: 'fresh', ...who })
    await login
    peer.cut()
    await until(client, () => client.getState().connection.name === 'waiting')
    clock.advance(1_000)
    const again = await (await server.peer()).next('auth_request')

    expect(tokens).toHaveBeenCalledWith({ token: 'fresh' })
    expect(again.payload).toEqual({ action: 'token', token: 'fresh' })
  })

  it('does not reconnect to a server of another protocol', async () => {
    await server.stop()
    server = await startScriptedServer({ protocols: [2] })
    const client = start()

    await expect(client.whenLive()).rejects.toMatchObject({ code: 'unsupported_protocol' })
    expect(client.getState().connection).toEqual({ name: 'closed', reason: 'unsupported' })
  })

  it('gives up an attempt that is never greeted', async () => {
    await server.stop()
    server = await startScriptedServer()
    const silent = createChatClient({
      url: server.url,
      clock,
      browser: {},
      token: 't',
      webSocket: class {
        readyState = 0
        send() {}
        close() {}
        addEventListener() {}
      },
    })
    silent.connect()
    clock.advance(15_000)

    expect(silent.getState().connection).toMatchObject({ name: 'waiting', attempt: 1 })
    silent.close()
    expect(clock.pending()).toBe(0)
  })
})

describe('sending', () => {
  it('shows a message at once, and once only when ack and event have come', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    const sent = client.send('1', 'hello')
    expect(deliveries(client)).toEqual(['waiting'])
    const key = room(client)?.entries[0]?.key
    const { ack, event } = take(await peer.next('message'), 1)
    expect(ack.client_msg_id).toBe(await sent)
    peer.send('ack', { re: 'nobody' })
    peer.send('message', event)
    await until(client, () => deliveries(client)?.[0] === 'there')

    expect(texts(client)).toEqual(['hello'])
    expect(room(client)?.entries[0]?.key).toBe(key)
    expect(room(client)).toMatchObject({ unread: 0, room: { last_read_n: 1, last_seq: 1 } })
  })

  it('[P-32] sends again, under the same id, what was cut off before its ack; a dup ack settles it', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    const id = await client.send('1', 'once')
    await peer.next('message')
    peer.cut()
    const second = await server.peer()
    await second.welcome({ rooms: [roomView({ last_seq: 1, last_n: 1 })] })
    const again = await second.next('message')
    const sync = await second.next('sync')
    const { ack, event } = take(again, 1)
    second.reply(again, 'ack', { ...ack, dup: true })
    await until(client, () => deliveries(client)?.[0] === 'sent')
    second.reply(sync, 'sync_response', {
      room: '1',
      from: 0,
      to: 1,
      more: false,
      events: [{ type: 'message', payload: event }],
    })
    await until(client, () => deliveries(client)?.[0] === 'there')

    expect(again.payload.client_msg_id).toBe(id)
    expect(texts(client)).toEqual(['once'])
  })

  it('does not send again what the caught-up log shows already', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    await client.send('1', 'first')
    await client.send('1', 'second')
    const first = await peer.next('message')
    peer.send('message', take(first, 1).event)
    await until(client, () => deliveries(client)?.includes('there') === true)
    peer.cut()
    const second = await server.peer()
    await second.welcome({ rooms: [roomView({ last_seq: 1, last_n: 1 })] })

    expect((await second.next('message')).payload.text).toBe('second')
  })

  it('keeps the order of what was written: one on its way at a time, repeated until it is taken', async () => {
    const client = start({ random: () => 0 })
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    await Promise.all([client.send('1', 'a'), client.send('1', 'b')])
    const early = await peer.next('message')
    peer.reply(early, 'error', { code: 'rate_limited', message: '', retryable: true, retry_after_ms: 2_000 })
    await heard(client, peer)
    clock.advance(1_999)
    await heard(client, peer)
    expect(peer.waiting()).toEqual([])
    clock.advance(1)
    const repeated = await peer.next('message')
    expect(repeated.payload).toEqual(early.payload)
    peer.reply(repeated, 'ack', take(repeated, 1).ack)

    expect((await peer.next('message')).payload.text).toBe('b')
  })

  it('marks what is refused for good; it can be tried again or discarded', async () => {
    const outbox = createMemoryOutboxStore()
    const client = start({ outbox })
    const failures = vi.fn()
    client.on('send_failed', failures)
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    const id = await client.send('1', 'psst')
    const muted = { code: 'muted', message: 'You are muted.', retryable: false }
    peer.reply(await peer.next('message'), 'error', muted)
    await until(client, () => deliveries(client)?.[0] === 'failed')
    expect(failures.mock.calls[0]?.[0]).toMatchObject({
      error: { code: 'muted' },
      message: { client_msg_id: id },
    })
    expect(await outbox.load('7:ann')).toMatchObject([{ failed: { code: 'muted' } }])

    await client.retry(id)
    expect(deliveries(client)).toEqual(['waiting'])
    peer.reply(await peer.next('message'), 'error', muted)
    await until(client, () => deliveries(client)?.[0] === 'failed')
    await client.discard(id)

    expect(deliveries(client)).toEqual([])
    expect(await outbox.load('7:ann')).toEqual([])
  })

  it("sends after a reload what the page before had not, and nobody else's", async () => {
    const outbox = createMemoryOutboxStore()
    const entry = { room: '1', sender_id: '7', images: [], ts: 1 }
    await outbox.put({ ...entry, client_msg_id: 'mine', owner: '7:ann', text: 'mine' })
    await outbox.put({ ...entry, client_msg_id: 'other', owner: '9:eve', text: 'hers' })
    const client = start({ outbox })
    const peer = await server.peer()
    await peer.welcome()
    const asked = await peer.next('message')
    peer.reply(asked, 'ack', take(asked, 1).ack)
    peer.send('message', take(asked, 1).event)
    await until(client, () => deliveries(client)?.[0] === 'there')

    expect(asked.payload).toMatchObject({ client_msg_id: 'mine', text: 'mine' })
    expect(await outbox.load('7:ann')).toEqual([])
    expect(await outbox.load('9:eve')).toHaveLength(1)
  })

  it('refuses at once what no server would take', async () => {
    const client = start()
    await expect(client.send('1', 'early')).rejects.toMatchObject({ code: 'unauthenticated' })
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()

    await expect(client.send('2', 'elsewhere')).rejects.toMatchObject({ code: 'not_member' })
    await expect(client.send('1', ' \n')).rejects.toMatchObject({ code: 'bad_request' })
    await expect(client.send('1', '字'.repeat(5_462))).rejects.toMatchObject({ code: 'too_large' })
    await client.send('1', 'half \ud83d')
    expect((await peer.next('message')).payload.text).toBe('half \ufffd')
  })

  it('holds a bounded number of messages', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    for (let sent = 0; sent < 1_000; sent++) await client.send('1', String(sent))

    await expect(client.send('1', 'too much')).rejects.toMatchObject({ code: 'outbox_full' })
  })
})

describe('resuming', () => {
  it('[P-30, P-32] fills a gap by pages, and tells each event once and in order', async () => {
    const client = start()
    const told: number[] = []
    client.on('message', ({ seq }) => told.push(seq))
    const peer = await server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 2, last_n: 2, last_read_n: 2 })] })
    await client.whenLive()
    peer.send('message', messageView(6))
    peer.send('message', messageView(3))
    peer.send('message', messageView(3))
    peer.send('message', messageView(7))
    const page = (from: number, to: number, more: boolean) => ({
      room: '1',
      ...{ from, to, more },
      events: Array.from({ length: to - from }, (_, index) => ({
        type: 'message',
        payload: messageView(from + index + 1),
      })),
    })
    const asked = await peer.next('sync')
    expect(asked.payload).toEqual({ room: '1', epoch: 'e1', from: 2 })
    expect(room(client)).toMatchObject({ isCatchingUp: true })
    peer.reply(asked, 'sync_response', page(2, 4, true))
    const second = await peer.next('sync')
    expect(second.payload).toMatchObject({ from: 4 })
    peer.reply(second, 'sync_response', page(4, 7, false))
    await until(client, () => room(client)?.isCatchingUp === false)

    expect(told).toEqual([3, 4, 5, 6, 7])
    expect(texts(client)).toEqual([3, 4, 5, 6, 7].map((n) => `text ${n}`))
    expect(room(client)).toMatchObject({ unread: 5 })
  })

  it('[P-31] takes a reset for the whole truth, and what came behind it too', async () => {
    const client = start()
    const resets = vi.fn()
    client.on('room_reset', resets)
    const peer = await server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 90, last_n: 90 })] })
    await client.whenLive()
    peer.cut()
    const second = await server.peer()
    await second.welcome({ epoch: 'e2', rooms: [roomView({ last_seq: 20, last_n: 20 })] })
    const asked = await second.next('sync')
    expect(asked.payload).toEqual({ room: '1', epoch: 'e1', from: 90 })
    second.send('message', messageView(21))
    second.reply(asked, 'sync_reset', {
      room: '1',
      reason: 'epoch',
      epoch: 'e2',
      snapshot: {
        room: roomView({ last_seq: 20, last_n: 20 }),
        messages: [messageView(19), messageView(20)],
        more: true,
      },
    })
    await until(client, () => resets.mock.calls.length > 0)

    expect(resets).toHaveBeenCalledWith({ room: '1', reason: 'epoch' })
    expect(texts(client)).toEqual(['text 19', 'text 20', 'text 21'])
    expect(room(client)).toMatchObject({ hasOlder: true, isCatchingUp: false, room: { last_seq: 21 } })
  })

  it('asks again where a page brings nothing, without hammering', async () => {
    const client = start({ random: () => 0 })
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('message', messageView(2))
    const nothing = { room: '1', from: 0, to: 0, events: [], more: false }
    peer.reply(await peer.next('sync'), 'sync_response', nothing)
    await heard(client, peer)
    clock.advance(499)
    await heard(client, peer)
    expect(peer.waiting()).toEqual([])
    clock.advance(1)

    expect((await peer.next('sync')).payload).toMatchObject({ from: 0 })
  })

  it('forgets a room that it may no longer see, and learns of one that it came into', async () => {
    const client = start()
    const failures = vi.fn()
    client.on('send_failed', failures)
    const peer = await server.peer()
    await peer.welcome({ rooms: [roomView(), roomView({ id: '2' })] })
    await client.whenLive()
    await client.send('2', 'lost')
    peer.send('rooms_changed', { ts: 1, removed: '2' })
    peer.send('rooms_changed', { ts: 1, added: roomView({ id: '3', last_seq: 4 }) })
    expect((await peer.next('sync')).payload).toMatchObject({ room: '3', from: 4 })

    expect([...client.getState().rooms.keys()]).toEqual(['1', '3'])
    expect(failures.mock.calls[0]?.[0]).toMatchObject({ error: { code: 'not_member' } })
  })

  it('takes events of a type that it does not know for one step of the log', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('reaction', { room: '1', seq: 1, ts: 1, emoji: '👍' })
    peer.send('message', messageView(2, { n: 1 }))
    await until(client, () => room(client)?.entries.length === 1)

    expect(peer.waiting()).toEqual([])
  })
})

describe('the connection', () => {
  it('[P-40] comes back at once after draining', async () => {
    const client = createChatClient({ url: server.url, token: 't', clock, browser: {} })
    clients.push(client)
    client.connect()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('draining', { ts: 1 })
    peer.close(1012)
    await (await server.peer()).welcome()

    await client.whenLive()
  })

  it.each([4001, 4002, 4029, 4408, 1012, 1001])('[P-51] comes back after close code %i', async (code) => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.close(code)
    await (await server.peer()).welcome()

    await client.whenLive()
  })

  it.each([
    [4401, 'signed_out'],
    [4410, 'revoked'],
    [4403, 'banned'],
  ])('[P-51] after close code %i is %s, and shows nothing of the account', async (code, reason) => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.close(code)
    await until(client, () => client.getState().connection.name === 'closed')

    expect(client.getState()).toMatchObject({ connection: { reason }, account: null })
    expect(client.getState().rooms.size).toBe(0)
  })

  it('[P-40] asks a quiet server for a sign of life, and leaves one that gives none', async () => {
    const client = createChatClient({ url: server.url, token: 't', clock, browser: {} })
    clients.push(client)
    client.connect()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    clock.advance(25_000)
    await peer.next('ping')
    peer.send('pong', {})
    await heard(client, peer)
    clock.advance(10_000)
    expect(client.getState().connection.name).toBe('live')
    clock.advance(25_000)

    expect(client.getState().connection.name).toBe('waiting')
  })

  it('wakes when the network comes back, and probes when the page does', async () => {
    const page = Object.assign(new EventTarget(), { navigator: { onLine: true } })
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
    const client = createChatClient({
      url: server.url,
      token: 't',
      clock,
      browser: Object.assign(page, { document }),
    })
    clients.push(client)
    client.connect()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    page.navigator.onLine = false
    peer.cut()
    await until(client, () => client.getState().connection.name === 'offline')
    page.navigator.onLine = true
    page.dispatchEvent(new Event('online'))
    const second = await server.peer()
    await second.welcome()
    await client.whenLive()
    document.dispatchEvent(new Event('visibilitychange'))
    await second.next('ping')
    clock.advance(4_000)

    expect(client.getState().connection.name).toBe('waiting')
  })

  it('stops when told to, and leaves no timer behind', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    client.close()
    client.close()
    await peer.closed

    expect(client.getState()).toMatchObject({ connection: { reason: 'idle' }, account: { username: 'ann' } })
    expect(clock.pending()).toBe(0)
  })
})

describe('requests', () => {
  it('[P-2] drop a reply that comes too late, and reject when the connection goes', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    const late = client.request('users', { q: 'b' }, { timeoutMs: 100 })
    const asked = await peer.next('users')
    clock.advance(100)
    await expect(late).rejects.toMatchObject({ code: 'timeout', retryable: true })
    peer.reply(asked, 'users_response', { users: [] })
    const aborter = new AbortController()
    const aborted = client.request('users', { q: 'c' }, { signal: aborter.signal })
    aborter.abort(new Error('never mind'))
    await expect(aborted).rejects.toThrow('never mind')
    const cut = client.request('users', { q: 'd' })
    peer.cut()

    await expect(cut).rejects.toMatchObject({ code: 'disconnected', retryable: true })
  })

  it("[P-50] reject with the server's code, its details and when to try again", async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    const asked = client.request('room_create', { kind: 'open', name: '' })
    const details = [{ path: 'name', expected: 'a name' }]
    const error = { code: 'bad_request', message: 'No.', retryable: false, details, retry_after_ms: 5 }
    peer.reply(await peer.next('room_create'), 'error', error)

    await expect(asked).rejects.toMatchObject({
      code: 'bad_request',
      details,
      retryAfterMs: 5,
      retryable: false,
    })
  })
})

describe('a room', () => {
  it('loads its newest messages when opened, and pages back, while news come in', async () => {
    const client = start()
    client.openRoom('1')
    const peer = await server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 60, last_n: 60, last_read_n: 60 })] })
    const newest = await peer.next('history')
    expect(newest.payload).toEqual({ room: '1', before_n: 61, limit: 50 })
    peer.send('message', messageView(61))
    const page = (from: number, to: number, more: boolean) => ({
      room: '1',
      messages: Array.from({ length: to - from + 1 }, (_, index) => messageView(from + index)),
      more,
    })
    peer.reply(newest, 'history_response', page(11, 60, true))
    await until(client, () => room(client)?.isLoading === false && room(client)?.entries.length === 51)
    const older = client.loadOlder('1')
    void client.loadOlder('1')
    const asked = await peer.next('history')
    expect(asked.payload).toMatchObject({ before_n: 11 })
    peer.reply(asked, 'history_response', page(1, 10, false))
    await older

    expect(texts(client)).toEqual(Array.from({ length: 61 }, (_, index) => `text ${index + 1}`))
    expect(room(client)).toMatchObject({ hasOlder: false, hasNewer: false, unread: 1 })
    expect(peer.waiting()).toEqual([])
  })

  it('tells what was read at once here, and a little later, once, to the server', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome({ rooms: [roomView({ last_n: 9, last_seq: 9, mentions: 2 })] })
    await client.whenLive()
    client.markRead('1', 3)
    client.markRead('1', 5)
    client.markRead('1', 4)
    expect(room(client)).toMatchObject({ unread: 4, room: { mentions: 2 } })
    clock.advance(500)
    const asked = await peer.next('read')
    expect(asked.payload).toEqual({ room: '1', n: 5 })
    peer.reply(asked, 'ack', { room: '1', n: 5, mentions: 1 })
    await until(client, () => room(client)?.room.mentions === 1)
    peer.send('read', { room: '1', ts: 1, n: 9, mentions: 0 })
    await until(client, () => room(client)?.unread === 0)

    expect(peer.waiting()).toEqual([])
  })

  it('tells after a reconnect what was read in between', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome({ rooms: [roomView({ last_n: 9, last_seq: 9 })] })
    await client.whenLive()
    client.markRead('1')
    peer.cut()
    const second = await server.peer()
    await second.welcome({ rooms: [roomView({ last_n: 9, last_seq: 9 })] })
    await client.whenLive()
    expect(room(client)?.unread).toBe(0)
    clock.advance(500)

    expect((await second.next('read')).payload).toEqual({ room: '1', n: 9 })
  })

  it('counts unread messages and mentions as they come', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('message', messageView(1, { text: 'Hello @Ann, and welcome' }))
    peer.send('message', messageView(2, { text: 'write to joe@ann or @annika' }))
    peer.send('message', messageView(3, { text: '大家好 @room' }))
    await until(client, () => room(client)?.unread === 3)

    expect(room(client)?.room.mentions).toBe(2)
  })

  it('shows who is typing until the message, or silence', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    const typing = (user_id: string) =>
      peer.send('typing', { room: '1', ts: 1, user_id, display_name: user_id })
    typing('8')
    typing('9')
    await until(client, () => room(client)?.typing.length === 2)
    peer.send('message', messageView(1))
    await until(client, () => room(client)?.typing.length === 1)
    clock.advance(6_000)
    expect(room(client)?.typing).toEqual([])

    client.typing('1')
    client.typing('1')
    await peer.next('typing')
    clock.advance(3_000)
    client.typing('1')
    await peer.next('typing')
    expect(peer.waiting()).toEqual([])
  })

  it('knows its members and who is here, and asks again after a reconnect', async () => {
    const client = start()
    client.setPresence('away')
    const peer = await server.peer()
    await peer.welcome()
    await client.whenLive()
    await peer.next('presence')
    const bob = { user_id: '8', username: 'bob', display_name: 'Bob', role: 'member' }
    const loading = client.loadMembers('1')
    const first = await peer.next('members')
    peer.reply(first, 'members_response', {
      room: '1',
      members: [{ ...bob, presence: 'online' }],
      cursor: 'c',
    })
    const second = await peer.next('members')
    expect(second.payload).toEqual({ room: '1', cursor: 'c' })
    peer.reply(second, 'members_response', { room: '1', members: [] })
    expect(await loading).toEqual([bob])
    peer.send('presence', { ts: 1, user_id: '8', state: 'away' })
    peer.send('member_changed', { ...bob, room: '1', seq: 1, ts: 1, change: 'left' })
    await until(client, () => room(client)?.members?.length === 0)
    expect(client.getState().presence.get('8')).toBe('away')
    peer.cut()
    const again = await server.peer()
    await again.welcome({ rooms: [roomView({ last_seq: 1 })] })
    await again.next('presence')
    await again.next('members')

    expect(client.getState().presence.size).toBe(0)
  })

  it('keeps the identity of what did not change', async () => {
    const client = start()
    const peer = await server.peer()
    await peer.welcome({ rooms: [roomView(), roomView({ id: '2' })] })
    await client.whenLive()
    peer.send('message', messageView(1))
    await until(client, () => room(client)?.entries.length === 1)
    const before = client.getState()
    const listener = vi.fn()
    client.subscribe(listener)
    peer.send('message', messageView(2))
    await until(client, () => room(client)?.entries.length === 2)
    const after = client.getState()

    expect(after.rooms.get('2')).toBe(before.rooms.get('2'))
    expect(after.account).toBe(before.account)
    expect(after.rooms.get('1')?.entries[0]).toBe(before.rooms.get('1')?.entries[0])
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
