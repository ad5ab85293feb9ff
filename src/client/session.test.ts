import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createManualClock, type ManualClock } from '../../test/helpers/manual-clock.ts'
import { type Peer, roomView, startScriptedServer } from '../../test/helpers/scripted-server.ts'
import { errorCodes, wireErrors } from '../protocol/errors.ts'
import {
  type ChatClient,
  type ChatEvents,
  createChatClient,
  createMemoryOutboxStore,
  type OutboxStore,
} from './chat-client.ts'
import { retryableCodes } from './session.ts'

const who = {
  user_id: '7',
  username: 'ann',
  display_name: 'Ann',
  role: 'member',
  epoch: 'e1',
  rooms: [roomView()],
}

const browserOfPage = {
  location: { protocol: 'http:', hostname: 'page.test', origin: 'http://page.test' },
}

let server: Awaited<ReturnType<typeof startScriptedServer>>
let clock: ManualClock
let client: ChatClient
let outbox: OutboxStore
const fetched = vi.fn<typeof fetch>()

/** A page of `http://page.test`, whose cookie is the browser's business. */
beforeEach(async () => {
  server = await startScriptedServer()
  clock = createManualClock()
  outbox = createMemoryOutboxStore()
  fetched.mockReset()
  fetched.mockImplementation(async () => new Response(null, { status: 204 }))
  client = createChatClient({
    url: server.url,
    clock,
    fetch: fetched,
    outbox,
    browser: browserOfPage,
  })
})

afterEach(async () => {
  client.close()
  await server.stop()
})

async function asked(): Promise<[Peer, Awaited<ReturnType<Peer['next']>>]> {
  const peer = await server.peer()
  return [peer, await peer.next('auth_request')]
}

describe("a page's session", () => {
  it('[P-14] begins with its cookie', async () => {
    client.connect()
    const [peer, request] = await asked()
    expect(request.payload).toEqual({ action: 'cookie' })
    peer.reply(request, 'auth_response', { status: 'success', message: '', ...who })
    await client.whenLive()

    expect(fetched).not.toHaveBeenCalled()
  })

  it('is live once, where the cookie of the upgrade was enough and the question is answered too', async () => {
    const welcomes = vi.fn<() => void>()
    client.on('connection', (state) => state.name === 'live' && welcomes())
    client.connect()
    const [peer, request] = await asked()
    peer.send('auth_response', { status: 'success', message: '', ...who })
    peer.reply(request, 'auth_response', { status: 'success', message: '', ...who })
    await client.whenLive()
    await client.request('users', { q: '' }, { signal: AbortSignal.timeout(50) }).catch(() => undefined)

    expect(welcomes).toHaveBeenCalledTimes(1)
  })

  it('[P-10] asks nothing where the server is looking at its cookie already', async () => {
    const looking = await startScriptedServer({ authenticating: true })
    onTestFinished(() => looking.stop())
    const page = createChatClient({ url: looking.url, clock, fetch: fetched, browser: browserOfPage })
    onTestFinished(() => page.close())
    page.connect()
    const first = await looking.peer()
    first.send('auth_response', { status: 'success', message: '', ...who })
    await page.whenLive()
    first.close(4401)
    await vi.waitFor(() => expect(page.getState().connection.name).toBe('closed'))
    page.connect()
    const second = await looking.peer()
    second.send('auth_response', { status: 'error', message: '', code: 'unauthenticated' })

    await expect(page.whenLive()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect([...first.waiting(), ...second.waiting()]).toEqual([])
  })

  it('is over where there is no cookie that is good for anything: a form is needed, and no error is shown', async () => {
    client.connect()
    const [peer, request] = await asked()
    peer.send('auth_response', { status: 'error', message: '', code: 'unauthenticated' })
    peer.reply(request, 'auth_response', { status: 'error', message: '', code: 'unauthenticated' })

    await expect(client.whenLive()).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(client.getState().connection).toEqual({ name: 'closed', reason: 'signed_out' })
    expect(clock.pending()).toBe(0)
  })

  it('[P-14] trades its ticket for a cookie before it is live, since pictures need one', async () => {
    const answer = Promise.withResolvers<Response>()
    fetched.mockReturnValueOnce(answer.promise)
    const login = client.login({ username: 'ann', password: 'secret' })
    const [peer, request] = await asked()
    expect(request.payload).toEqual({ action: 'login', username: 'ann', password: 'secret' })
    peer.reply(request, 'auth_response', { status: 'success', message: '', ticket: 'once', ...who })
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1))
    expect(client.getState()).toMatchObject({
      connection: { name: 'authenticating' },
      account: { user_id: '7' },
    })
    answer.resolve(new Response(null, { status: 204 }))
    await login

    expect(fetched.mock.calls[0]).toMatchObject([
      'http://page.test/session',
      { method: 'POST', body: JSON.stringify({ ticket: 'once' }) },
    ])
    expect(client.getState().connection.name).toBe('live')
  })

  it('does not take the end of an earlier log-in for its own', async () => {
    const answer = Promise.withResolvers<Response>()
    fetched.mockReturnValueOnce(answer.promise)
    const login = client.login({ username: 'ann', password: 'secret' })
    const [peer, request] = await asked()
    peer.reply(request, 'auth_response', { status: 'success', message: '', ticket: 'once', ...who })
    await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(1))
    peer.cut()
    await expect(login).rejects.toMatchObject({ code: 'disconnected' })
    client.connect()
    await asked()
    answer.resolve(new Response(null, { status: 204 }))
    await new Promise(setImmediate)

    expect(client.getState().connection.name).toBe('authenticating')
  })

  it('goes on without a cookie that cannot be had, and says so', async () => {
    fetched.mockImplementation(async () =>
      Response.json({ error: { code: 'internal', message: '', retryable: true } }, { status: 500 }),
    )
    const errors = vi.fn<(report: ChatEvents['error']) => void>()
    client.on('error', errors)
    const login = client.login({ username: 'ann', password: 'secret' })
    const [peer, request] = await asked()
    peer.reply(request, 'auth_response', { status: 'success', message: '', ticket: 'once', ...who })
    for (const [tries, waitMs] of [
      [1, 1_000],
      [2, 3_000],
      [3, 8_000],
      [4, 0],
    ] as const) {
      await vi.waitFor(() => expect(fetched).toHaveBeenCalledTimes(tries))
      await new Promise(setImmediate)
      clock.advance(waitMs)
    }
    await login

    expect(errors.mock.calls).toMatchObject([[{ while: 'POST /session', error: { code: 'internal' } }]])
  })

  it('ends with the cookie, and nothing of it is left here', async () => {
    client.connect()
    const [peer, request] = await asked()
    peer.reply(request, 'auth_response', { status: 'success', message: '', ...who })
    await client.whenLive()
    await client.send('1', 'never sent')
    expect(await outbox.load('7:ann')).toHaveLength(1)
    const logout = client.logout()
    peer.reply(await peer.next('logout'), 'ack', {})
    peer.close(4410)
    await logout

    expect(fetched.mock.calls[0]).toMatchObject(['http://page.test/session', { method: 'DELETE' }])
    expect(client.getState()).toMatchObject({
      account: null,
      connection: { name: 'closed', reason: 'signed_out' },
    })
    expect(client.getState().rooms.size).toBe(0)
    expect(await outbox.load('7:ann')).toEqual([])
  })

  it('does not end where the server cannot hear of it', async () => {
    fetched.mockRejectedValue(new TypeError('no network'))

    await expect(client.logout()).rejects.toMatchObject({ code: 'disconnected' })
  })
})

it("finds the WebSocket server through the page's own", async () => {
  const ws_port = Number(new URL(server.url).port)
  fetched.mockImplementation(async () => Response.json({ ws_url: null, ws_port }))
  const page = createChatClient({
    clock,
    fetch: fetched,
    browser: { location: { protocol: 'http:', hostname: '127.0.0.1', origin: 'http://127.0.0.1:9' } },
  })
  page.connect()
  const [, request] = await asked()
  page.close()

  expect(request.payload).toEqual({ action: 'cookie' })
  expect(fetched.mock.calls[0]?.[0]).toBe('http://127.0.0.1:9/client-config.json')
})

it('[P-50] knows which refusals of a log-in are worth another try', () => {
  const ofUploads: ReadonlySet<string> = new Set(['hash_mismatch', 'offset_mismatch'])
  const table = errorCodes.filter((code) => wireErrors[code].retryable && !ofUploads.has(code))

  expect([...retryableCodes].toSorted()).toEqual(table.toSorted())
})
