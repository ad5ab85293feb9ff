import { describe, expect, it, vi } from 'vitest'
import { heard, roomOf, scriptedChat, until } from '../../test/helpers/scripted-chat.ts'
import { messageView, roomView, startScriptedServer } from '../../test/helpers/scripted-server.ts'
import type { ChatEvents } from './chat-events.ts'

const chat = scriptedChat()

describe('logging in', () => {
  it('tells its token when greeted, and is live with the snapshot', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
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
    expect(roomOf(client)).toMatchObject({ unread: 5, entries: [], hasOlder: true, isCatchingUp: false })
  })

  it("rejects a log-in with the server's reason, and does not try again by itself", async () => {
    const client = chat.create()
    const login = client.login({ username: 'ann', password: 'wrong' })
    const peer = await chat.server.peer()
    const asked = await peer.next('auth_request')
    peer.reply(asked, 'auth_response', { status: 'error', message: 'No.', code: 'invalid_credentials' })

    await expect(login).rejects.toMatchObject({
      name: 'ChatError',
      code: 'invalid_credentials',
      message: 'No.',
    })
    expect(client.getState().connection).toMatchObject({ name: 'closed', reason: 'signed_out' })
    expect(chat.clock.pending()).toBe(0)
  })

  it('keeps the token that a log-in brings, for the reconnect', async () => {
    const client = chat.create({ random: () => 0 })
    const tokens = vi.fn<(told: { token: string }) => void>()
    client.on('token', tokens)
    const login = client.login({ username: 'ann', password: 'right' })
    const peer = await chat.server.peer()
    const asked = await peer.next('auth_request')
    const who = { user_id: '7', username: 'ann', display_name: 'Ann', role: 'member', epoch: 'e1', rooms: [] }
    peer.reply(asked, 'auth_response', { status: 'success', message: '', token: 'fresh', ...who })
    await login
    peer.cut()
    await until(client, () => client.getState().connection.name === 'waiting')
    chat.clock.advance(1_000)
    const again = await (await chat.server.peer()).next('auth_request')

    expect(tokens).toHaveBeenCalledWith({ token: 'fresh' })
    expect(again.payload).toEqual({ action: 'token', token: 'fresh' })
  })

  it('does not reconnect to a chat.server of another protocol', async () => {
    await chat.server.stop()
    chat.server = await startScriptedServer({ protocols: [2] })
    const client = chat.start()

    await expect(client.whenLive()).rejects.toMatchObject({ code: 'unsupported_protocol' })
    expect(client.getState().connection).toEqual({ name: 'closed', reason: 'unsupported' })
  })

  it('gives up an attempt that is never greeted', async () => {
    await chat.server.stop()
    chat.server = await startScriptedServer()
    const silent = chat.create({
      token: 't',
      webSocket: class {
        readyState = 0
        send() {}
        close() {}
        addEventListener() {}
      },
    })
    silent.connect()
    chat.clock.advance(15_000)

    expect(silent.getState().connection).toMatchObject({ name: 'waiting', attempt: 1 })
    silent.close()
    expect(chat.clock.pending()).toBe(0)
  })
})

describe('the connection', () => {
  it('[P-40] comes back at once after draining', async () => {
    const client = chat.create({ token: 't' })
    client.connect()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('draining', { ts: 1 })
    peer.close(1012)
    await (await chat.server.peer()).welcome()
    await client.whenLive()

    expect(client.getState().connection).toMatchObject({ name: 'live', draining: false })
  })

  it.each([4001, 4002, 4029, 4408, 1012, 1001])('[P-51] comes back after close code %i', async (code) => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.close(code)
    await (await chat.server.peer()).welcome()
    await client.whenLive()

    expect(client.getState().connection).toMatchObject({ name: 'live', draining: false })
  })

  it.each([
    [4401, 'signed_out'],
    [4410, 'revoked'],
    [4403, 'banned'],
  ])('[P-51] [C-8] after close code %i is %s, and shows nothing of the account', async (code, reason) => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.close(code)
    await until(client, () => client.getState().connection.name === 'closed')

    expect(client.getState()).toMatchObject({ connection: { reason }, account: null })
    expect(client.getState().rooms.size).toBe(0)
  })

  it('[P-40] [C-7] asks a quiet chat.server for a sign of life, and leaves one that gives none', async () => {
    const client = chat.create({ token: 't' })
    client.connect()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    chat.clock.advance(25_000)
    await peer.next('ping')
    peer.send('pong', {})
    await heard(client, peer)
    chat.clock.advance(10_000)
    expect(client.getState().connection.name).toBe('live')
    chat.clock.advance(25_000)

    expect(client.getState().connection.name).toBe('waiting')
  })

  it('[C-7] wakes when the network comes back, and probes when the page does', async () => {
    const page = Object.assign(new EventTarget(), { navigator: { onLine: true } })
    const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
    const client = chat.create({ token: 't', browser: Object.assign(page, { document }) })
    client.connect()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    page.navigator.onLine = false
    peer.cut()
    await until(client, () => client.getState().connection.name === 'offline')
    page.navigator.onLine = true
    page.dispatchEvent(new Event('online'))
    const second = await chat.server.peer()
    await second.welcome()
    await client.whenLive()
    document.dispatchEvent(new Event('visibilitychange'))
    await second.next('ping')
    chat.clock.advance(4_000)

    expect(client.getState().connection.name).toBe('waiting')
  })

  it('probes when the network goes, since nobody closes a connection that is cut off', async () => {
    const page = Object.assign(new EventTarget(), { navigator: { onLine: true } })
    const client = chat.create({ token: 't', browser: page })
    client.connect()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()

    page.navigator.onLine = false
    page.dispatchEvent(new Event('offline'))
    await peer.next('ping')
    expect(client.getState().connection.name).toBe('live')
    chat.clock.advance(2_000)

    expect(client.getState().connection.name).toBe('offline')
  })

  it('says why it cannot even try', async () => {
    const errors = vi.fn<(report: ChatEvents['error']) => void>()
    const client = chat.create({ url: 'nowhere', token: 't' })
    client.on('error', errors)
    client.connect()
    await until(client, () => client.getState().connection.name === 'waiting')

    expect(errors.mock.calls[0]?.[0]).toMatchObject({ while: 'connect', error: { name: 'SyntaxError' } })
  })

  it('stops when told to, and leaves no timer behind', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('typing', { room: '1', ts: 1, user_id: '8', display_name: 'Bob' })
    peer.send('message', messageView(9))
    await client.send('1', 'too fast')
    const error = { code: 'rate_limited', message: '', retryable: true, retry_after_ms: 60_000 }
    peer.reply(await peer.next('message'), 'error', error)
    peer.reply(await peer.next('sync'), 'error', error)
    await heard(client, peer)
    expect(roomOf(client).typing).toHaveLength(1)
    client.close()
    client.close()
    await peer.closed

    expect(client.getState()).toMatchObject({ connection: { reason: 'idle' }, account: { username: 'ann' } })
    expect(chat.clock.pending()).toBe(0)
  })
})
