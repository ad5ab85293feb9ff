import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { password, startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import type { QueryResult } from '../../domain/queries.ts'
import type { Store } from '../../domain/store.ts'
import { limits } from '../../protocol/limits.ts'

const origin = 'http://127.0.0.1:7222'

let stack: WsStack

beforeAll(async () => {
  stack = await startWsStack({ config: { http: { port: 7222 }, limits: { loginAttemptsPerMinute: 5 } } })
})

afterAll(async () => {
  await stack.stop()
})

async function logIn(payload: object, options?: { origin?: string; headers?: Record<string, string> }) {
  const client = await stack.connect(options)
  const answer = await client.request('auth_request', payload)
  return { client, answer }
}

/** A cookie as the HTTP server makes it from a ticket. */
async function cookieOf(username: string): Promise<string> {
  const { welcome } = await stack.register(username, { origin })
  const { token } = await stack.store.execute('redeem_ticket', { ticket: welcome.payload.ticket })
  return `other=1; chat_stack_7222=${token}`
}

/** As if the command line changed a password while the old one was being compared. */
function changePasswordOnceRead(store: Store): Store {
  return {
    ...store,
    read: async (kind, input, options) => {
      const result = await store.read(kind, input, options)
      const found = kind === 'credentials' ? (result as QueryResult<'credentials'>) : null
      if (found !== null) {
        const { id: accountId } = found.account
        await store.execute('set_password', {
          accountId,
          passwordHash: 'new',
          provenHash: null,
          exceptSessionId: null,
        })
      }
      return result
    },
  }
}

describe('registering', () => {
  test('[P-11] makes an ordinary member, whatever role is asked for, also for an old client', async () => {
    const client = await stack.connect()
    client.send({
      type: 'auth_request',
      payload: { action: 'register', username: 'old', password, role: 'admin', id: 1 },
    })
    const answer = await client.next('auth_response')
    expect(answer.re).toBeUndefined()
    expect(answer.payload).toMatchObject({ status: 'success', username: 'old', role: 'member' })
    expect(answer.payload.rooms).toHaveLength(1)
  })

  test.each([
    ['a name that is taken', { username: 'OLD', password }, 'username_taken'],
    ['a short password', { username: 'short', password: 'short' }, 'bad_request'],
    ['[P-13] a password of 73 bytes', { username: 'long', password: 'x'.repeat(73) }, 'bad_request'],
    ['no password', { username: 'none' }, 'bad_request'],
    [
      'an invite that was never made',
      { username: 'guest', password, invite: 'never-made' },
      'invite_invalid',
    ],
  ])('%s is an auth_response with a code', async (_what, payload, code) => {
    const { answer } = await logIn({ action: 'register', ...payload })
    expect(answer).toMatchObject({ type: 'auth_response', payload: { status: 'error', code } })
    expect(answer.payload.message).not.toContain('xxx')
  })

  test('the owner’s claim makes the owner, who can make invites', async () => {
    const claim = await stack.store.execute('issue_claim', {})
    const registration = {
      action: 'register',
      username: 'olga',
      password,
      place_name: 'Home',
      invite: claim?.secret,
    }
    const { client, answer } = await logIn(registration)
    expect(answer.payload).toMatchObject({ status: 'success', role: 'owner', place_name: 'Home' })

    const invite = await client.request('invite_create', { max_uses: 1 })
    expect(invite.payload).toMatchObject({ invite: { uses: 0, max_uses: 1 } })
    expect(invite.payload.secret).toMatch(/^[\w-]{20,}$/)
  })
})

describe('logging in', () => {
  test.each(['username', 'identifier'])('takes a name as %s', async (field) => {
    const { answer } = await logIn({ action: 'login', [field]: 'Old', password })
    expect(answer.payload).toMatchObject({ status: 'success', username: 'old', role: 'member' })
  })

  test.each([
    ['a wrong password', { username: 'old', password: 'wrong password' }, 'invalid_credentials'],
    ['[P-13] an unknown name', { username: 'nobody', password: 'wrong password' }, 'invalid_credentials'],
    ['no name', { password }, 'bad_request'],
    ['an unknown action', { action: 'guess' }, 'bad_request'],
  ])('%s is an auth_response with a code, and can be tried again', async (_what, payload, code) => {
    const { client, answer } = await logIn({ action: 'login', ...payload })
    expect(answer).toMatchObject({ type: 'auth_response', payload: { status: 'error', code } })
    const again = await client.request('auth_request', { action: 'login', username: 'old', password })
    expect(again.payload.status).toBe('success')
  })

  test('[P-14] a program gets a token and no ticket, a page a ticket and no token', async () => {
    const program = await logIn({ action: 'login', username: 'old', password })
    const page = await logIn({ action: 'login', username: 'old', password }, { origin })
    expect([typeof program.answer.payload.token, typeof program.answer.payload.ticket]).toEqual([
      'string',
      'undefined',
    ])
    expect([typeof page.answer.payload.token, typeof page.answer.payload.ticket]).toEqual([
      'undefined',
      'string',
    ])
  })

  test('after too many wrong passwords a name waits, and another name does not', async () => {
    await stack.register('target')
    const guess = () => logIn({ action: 'login', username: 'target', password: 'wrong password' })
    for (let attempt = 0; attempt < 5; attempt += 1) await guess()
    const { answer } = await guess()
    expect(answer.payload).toMatchObject({ status: 'error', code: 'rate_limited' })
    expect(answer.payload.retry_after_ms).toBeGreaterThan(0)
    expect((await logIn({ action: 'login', username: 'old', password })).answer.payload.status).toBe(
      'success',
    )
  })

  test('an old password that is compared while it is changed opens no session', async () => {
    const changing = await startWsStack({ wrapStore: changePasswordOnceRead })
    const { welcome } = await changing.register('changer')
    const client = await changing.connect()
    const answer = await client.request('auth_request', { action: 'login', username: 'changer', password })
    expect(answer.payload).toMatchObject({ status: 'error', code: 'invalid_credentials' })
    const accountId = Number(welcome.payload.user_id)
    expect(await changing.store.read('sessions', { accountId })).toEqual([])
    await changing.stop()
  })

  test('only who knows the password learns that an account is disabled', async () => {
    const { welcome } = await stack.register('gone')
    await stack.store.execute('set_disabled', { accountId: Number(welcome.payload.user_id), disabled: true })
    const guessed = await logIn({ action: 'login', username: 'gone', password: 'wrong password' })
    const known = await logIn({ action: 'login', username: 'gone', password })
    expect([guessed.answer.payload.code, known.answer.payload.code]).toEqual([
      'invalid_credentials',
      'account_disabled',
    ])
  })
})

describe('coming back', () => {
  test('by token, and again on the same connection', async () => {
    const { welcome } = await stack.register('tom')
    const { token } = welcome.payload
    const { client, answer } = await logIn({ action: 'token', token })
    expect(answer.payload).toMatchObject({ status: 'success', username: 'tom' })
    expect(answer.payload).not.toHaveProperty('token')
    expect((await client.request('auth_request', { action: 'token', token })).payload.status).toBe('success')
  })

  test('a live connection keeps its login', async () => {
    const { client } = await stack.register('uma')
    const answer = await client.request('auth_request', { action: 'login', username: 'old', password })
    expect(answer.payload).toMatchObject({ status: 'error', code: 'bad_request' })
    const { token } = (await stack.register('vic')).welcome.payload
    const other = await client.request('auth_request', { action: 'token', token })
    expect(other.payload).toMatchObject({ status: 'error', code: 'bad_request' })
  })

  test.each(['', 'nonsense', 'null', 'x'.repeat(256)])('the token %.10j proves nothing', async (token) => {
    const { answer } = await logIn({ action: 'token', token })
    expect(answer.payload).toMatchObject({ status: 'error', code: 'unauthenticated' })
  })

  test('[P-10] a page’s cookie on the upgrade is enough', async () => {
    const client = await stack.connect({ origin, headers: { Cookie: await cookieOf('wes') } })
    expect((await client.next('hello')).payload).toMatchObject({ authenticating: true })
    const answer = await client.next('auth_response')
    expect(answer.payload).toMatchObject({ status: 'success', username: 'wes' })
    expect(answer.payload).not.toHaveProperty('ticket')
  })

  test('a page that asks by its cookie while the cookie is being looked at is answered as well', async () => {
    const client = await stack.connect({ origin, headers: { Cookie: await cookieOf('xia') } })
    const answer = await client.request('auth_request', { action: 'cookie' })
    expect(answer.payload).toMatchObject({ status: 'success', username: 'xia' })
  })

  test('[P-10] a cookie without an Origin is not believed', async () => {
    const client = await stack.connect({ headers: { Cookie: await cookieOf('yan') } })
    const answer = await client.request('auth_request', { action: 'cookie' })
    expect(answer.payload).toMatchObject({ status: 'error', code: 'unauthenticated' })
    expect((await client.next('hello')).payload).not.toHaveProperty('authenticating')
    expect(client.frames.filter(({ type }) => type === 'auth_response')).toHaveLength(1)
  })

  test('[P-10] a program’s Bearer on the upgrade is enough, and a wrong one is refused and leaves it a stranger', async () => {
    const { token } = (await stack.register('zoe')).welcome.payload
    const known = await stack.connect({ headers: { Authorization: `Bearer ${token}` } })
    expect((await known.next('auth_response')).payload).toMatchObject({ status: 'success', username: 'zoe' })

    const stranger = await stack.connect({ headers: { Authorization: 'Bearer wrong' } })
    expect((await stranger.next('hello')).payload).toMatchObject({ authenticating: true })
    expect((await stranger.next('auth_response')).payload).toMatchObject({ code: 'unauthenticated' })
    expect((await stranger.request('users', { q: '' })).payload.code).toBe('unauthenticated')
  })
})

describe('before logging in', () => {
  test('health and pings are answered, and nothing else', async () => {
    const client = await stack.connect()
    expect((await client.request('health_check')).payload).toEqual({ status: 'ok' })
    expect((await client.request('ping')).type).toBe('pong')
    for (const [type, payload] of [
      ['message', { text: 'x' }],
      ['history', { room: '1' }],
      ['users', { q: '' }],
      ['logout', {}],
    ] as const) {
      expect((await client.request(type, payload)).payload.code).toBe('unauthenticated')
    }
    const upload = await client.request('image_upload_request', { filename: 'a.png', image_data: '' })
    expect(upload).toMatchObject({ type: 'image_upload_response', payload: { code: 'unauthenticated' } })
  })

  test('[P-10] a connection that sends 8 KiB is destroyed, also with a frame that never ends', async () => {
    const client = await stack.connect()
    client.socket.send('x'.repeat(limits.maxUnauthenticatedBytes + 1))
    expect((await client.closed).code).toBe(1006)
  })
})

test('[P-10] a connection that does not log in lives five seconds', async () => {
  const clock = createManualClock()
  const own = await startWsStack({ clock })
  const client = await own.connect()
  await client.next('hello')
  const live = (await own.register('ann')).client

  clock.advance(limits.unauthenticatedTimeoutMs)

  expect(await client.closed).toEqual({ code: 4408, reason: 'notAuthenticated' })
  expect((await live.request('ping')).type).toBe('pong')
  live.socket.terminate()
  await live.closed
  await own.stop()
})

test('[P-42] the newest of too many connections of one user is refused, and the others stay', async () => {
  const own = await startWsStack({ config: { limits: { connectionsPerUser: 2 } } })
  const { client, welcome } = await own.register('ann')
  const { token } = welcome.payload
  await (await own.connect()).request('auth_request', { action: 'token', token })
  const third = await own.connect()

  const answer = await third.request('auth_request', { action: 'token', token })

  expect(answer.payload).toMatchObject({ status: 'error', code: 'rate_limited' })
  expect((await third.closed).code).toBe(4029)
  expect((await client.request('ping')).type).toBe('pong')
  await own.stop()
})

test('registration that is closed, or by invite alone, says so', async () => {
  const closed = await startWsStack({ config: { auth: { registration: 'closed' } } })
  const invite = await startWsStack({ config: { auth: { registration: 'invite' } } })
  const codes: string[] = []
  for (const own of [closed, invite]) {
    const client = await own.connect()
    codes.push(
      (await client.request('auth_request', { action: 'register', username: 'ann', password })).payload.code,
    )
    await own.stop()
  }
  expect(codes).toEqual(['registration_closed', 'invite_required'])
})
