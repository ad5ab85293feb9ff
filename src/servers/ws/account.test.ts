import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WsClient } from '../../../test/helpers/ws-client.ts'
import { password, startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'

const better = 'two herons in the reeds'

let stack: WsStack

beforeAll(async () => {
  stack = await startWsStack()
})

afterAll(async () => {
  await stack.stop()
})

async function logIn(username: string, secret = password): Promise<WsClient> {
  const client = await stack.connect()
  await client.request('auth_request', { action: 'login', username, password: secret, device: 'Kiosk' })
  return client
}

describe('changing one’s password', () => {
  test('[P-52] [P-80] ends all other logins within a second, keeps this one, and the old password is worth nothing', async () => {
    const { client } = await stack.register('ann')
    const other = await logIn('ann')
    const startMs = performance.now()

    const answer = await client.request('password_change', { current: password, new: better })

    expect(answer.type).toBe('ack')
    expect(await other.closed).toEqual({ code: 4410, reason: 'revoked' })
    expect(performance.now() - startMs).toBeLessThan(1_000)
    expect(other.frames.at(-1)).toMatchObject({ type: 'session_revoked', payload: { reason: 'password' } })
    expect((await client.request('ping')).type).toBe('pong')
    const again = await stack.connect()
    const login = { action: 'login', username: 'ann' }
    expect((await again.request('auth_request', { ...login, password })).payload.code).toBe(
      'invalid_credentials',
    )
    expect((await again.request('auth_request', { ...login, password: better })).payload.status).toBe(
      'success',
    )
  })

  test('[P-80] needs the one before, and nothing happens without', async () => {
    const { client } = await stack.register('bob')
    const other = await logIn('bob')

    const answer = await client.request('password_change', { current: 'not the password', new: better })

    expect(answer.payload.code).toBe('invalid_credentials')
    expect((await other.request('ping')).type).toBe('pong')
    expect((await logIn('bob')).frames.at(-1)?.payload.status).toBe('success')
  })

  test('[P-80] guesses are slowed as at log-in, and count there', async () => {
    const { client } = await stack.register('cat')
    const guess = () => client.request('password_change', { current: 'a guess', new: better })
    const codes: string[] = []
    for (let tries = 0; tries <= stack.config.limits.loginAttemptsPerMinute; tries += 1)
      codes.push((await guess()).payload.code)

    expect(codes.at(0)).toBe('invalid_credentials')
    expect(codes.at(-1)).toBe('rate_limited')
    const login = { action: 'login', username: 'cat', password }
    expect((await (await stack.connect()).request('auth_request', login)).payload.code).toBe('rate_limited')
  })

  test('guesses that are sent together are no more than those that wait for each other', async () => {
    const { client } = await stack.register('cleo')
    const { loginAttemptsPerMinute } = stack.config.limits

    const answers = await Promise.all(
      Array.from({ length: 30 }, () =>
        client.request('password_change', { current: 'a guess', new: better }),
      ),
    )

    const guessed = answers.filter(({ payload }) => payload.code === 'invalid_credentials')
    expect(guessed).toHaveLength(loginAttemptsPerMinute)
  })

  test('[P-13] a new one that is too short, or over 72 bytes, is refused and never cut', async () => {
    const { client } = await stack.register('dan')

    for (const next of ['short', 'x'.repeat(73), '鹭'.repeat(25)]) {
      const answer = await client.request('password_change', { current: password, new: next })
      expect(answer.payload).toMatchObject({ code: 'bad_request', details: [{ path: 'payload.new' }] })
    }
  })

  test('[P-80] of two at once one wins, and the other is told that its password is stale', async () => {
    const { client } = await stack.register('eve')
    const change = (next: string) => client.request('password_change', { current: password, new: next })

    const answers = await Promise.all([change(`${better} one`), change(`${better} two`)])

    expect(answers.map(({ type }) => type).toSorted()).toEqual(['ack', 'error'])
    expect(answers.find(({ type }) => type === 'error')?.payload.code).toBe('invalid_credentials')
  })
})

describe('one’s logins', () => {
  test('[P-81] are listed, with the one that asks', async () => {
    const { client } = await stack.register('fay')
    const other = await logIn('fay')

    const { sessions } = (await client.request('session_list')).payload

    expect(sessions).toHaveLength(2)
    expect(sessions.find(({ current }: { current: boolean }) => !current)).toMatchObject({
      device: 'Kiosk',
      connected: true,
    })
    other.socket.close()
    await other.closed
    await expect
      .poll(async () => (await client.request('session_list')).payload.sessions)
      .toContainEqual(expect.objectContaining({ device: 'Kiosk', connected: false }))
  })

  test('[P-52] one of them is ended within a second, and its token with it', async () => {
    const { client } = await stack.register('gus')
    const other = await logIn('gus')
    const { token } = other.frames.at(-1)?.payload ?? {}
    const startMs = performance.now()

    const answer = await client.request('session_revoke', { session_id: await otherThan(client) })

    expect(answer.payload).toEqual({ revoked: 1 })
    expect((await other.closed).code).toBe(4410)
    expect(performance.now() - startMs).toBeLessThan(1_000)
    const again = await (await stack.connect()).request('auth_request', { action: 'token', token })
    expect(again.payload.code).toBe('unauthenticated')
  })

  test('[P-81] all others are ended at once', async () => {
    const { client } = await stack.register('hal')
    const others = [await logIn('hal'), await logIn('hal')]

    expect((await client.request('session_revoke', { others: true })).payload).toEqual({ revoked: 2 })

    for (const other of others) expect((await other.closed).code).toBe(4410)
    expect((await client.request('session_list')).payload.sessions).toHaveLength(1)
  })

  test('[P-81] somebody else’s goes on, and one learns nothing of it', async () => {
    const { client } = await stack.register('ida')
    const { client: theirs } = await stack.register('jon')
    const { sessions } = (await theirs.request('session_list')).payload

    const answer = await client.request('session_revoke', { session_id: sessions[0].session_id })

    expect(answer.payload).toEqual({ revoked: 0 })
    expect((await client.request('session_revoke', { session_id: '999999' })).payload).toEqual({ revoked: 0 })
    expect((await theirs.request('ping')).type).toBe('pong')
  })

  test.each([{}, { session_id: '1', others: true }])('%j does not say which', async (payload) => {
    const { client } = await stack.register(`kim${Object.keys(payload).length}`)

    expect((await client.request('session_revoke', payload)).payload.code).toBe('bad_request')
  })
})

async function otherThan(client: WsClient): Promise<string> {
  const { sessions } = (await client.request('session_list')).payload
  return sessions.find(({ current }: { current: boolean }) => !current).session_id
}
