import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import type { Store } from '../../domain/store.ts'

let stack: WsStack
let elsewhere: Store

beforeAll(async () => {
  stack = await startWsStack()
  elsewhere = await stack.openAnotherStore()
})

afterAll(async () => {
  await stack.stop()
})

describe('revocation', () => {
  test('[P-52] disabling an account from another process closes its connections within a second', async () => {
    const { client, welcome } = await stack.register('ann')
    const startMs = performance.now()

    await elsewhere.execute('set_disabled', { accountId: Number(welcome.payload.user_id), disabled: true })

    expect(await client.closed).toEqual({ code: 4410, reason: 'revoked' })
    expect(performance.now() - startMs).toBeLessThan(1_000)
    expect(client.frames.at(-1)).toMatchObject({ type: 'session_revoked', payload: { reason: 'disabled' } })
  })

  test('[P-52] a password changed elsewhere ends the other logins', async () => {
    const { client, welcome } = await stack.register('bob')
    await elsewhere.execute('set_password', {
      accountId: Number(welcome.payload.user_id),
      passwordHash: 'another',
      provenHash: null,
      exceptSessionId: null,
    })
    expect((await client.closed).code).toBe(4410)
  })

  test('[P-52] whoever left a room by another process is told nothing more of it', async () => {
    const { client, welcome } = await stack.register('cat')
    const other = (await stack.register('dan')).client
    const { room } = (await other.request('room_create', { kind: 'open', name: 'Shed' })).payload
    await client.request('room_join', { room: room.id })

    await elsewhere.execute('leave_room', {
      accountId: Number(welcome.payload.user_id),
      roomId: Number(room.id),
    })
    await client.next('rooms_changed', ({ payload }) => payload.removed === room.id)
    await other.request('message', { room: room.id, text: 'between ourselves' })
    await client.request('ping')

    expect(client.frames.some(({ payload }) => payload.text === 'between ourselves')).toBe(false)
  })

  test('[P-23] a message that another process posts is told at once', async () => {
    const { client, welcome } = await stack.register('eve')
    const startMs = performance.now()
    await elsewhere.execute('post_message', {
      senderId: Number(welcome.payload.user_id),
      roomId: null,
      clientMessageId: null,
      text: 'from elsewhere',
      imageIds: [],
      replyTo: null,
    })
    await client.next('message', ({ payload }) => payload.text === 'from elsewhere')
    expect(performance.now() - startMs).toBeLessThan(1_000)
  })

  test('a logout is answered first, and then closes all connections of that login alone', async () => {
    const { client, welcome } = await stack.register('fay')
    const { token } = welcome.payload
    const second = await stack.connect()
    await second.request('auth_request', { action: 'token', token })
    const otherLogin = await stack.connect()
    await otherLogin.request('auth_request', {
      action: 'login',
      username: 'fay',
      password: 'correct horse battery',
    })

    expect((await client.request('logout')).type).toBe('ack')

    expect((await client.closed).code).toBe(4410)
    expect((await second.closed).code).toBe(4410)
    expect((await otherLogin.request('ping')).type).toBe('pong')
    const again = await stack.connect()
    expect((await again.request('auth_request', { action: 'token', token })).payload.code).toBe(
      'unauthenticated',
    )
  })

  test('[P-52] a login that is revoked between its proof and its snapshot does not go live', async () => {
    const revoker: { revoke?: () => Promise<void> } = {}
    const own = await startWsStack({
      wrapStore: (store) => ({
        ...store,
        async snapshot(accountId) {
          await revoker.revoke?.()
          return store.snapshot(accountId)
        },
      }),
    })
    const { client, welcome } = await own.register('gus')
    const sessions = await own.store.read('sessions', { accountId: Number(welcome.payload.user_id) })
    const late = await own.connect()
    revoker.revoke = async () => {
      delete revoker.revoke
      await own.store.execute('revoke_session', { sessionId: sessions[0]?.sessionId ?? 0, reason: 'revoked' })
    }

    const answer = await late.request('auth_request', { action: 'token', token: welcome.payload.token })

    expect(answer.payload).toMatchObject({ status: 'error', code: 'unauthenticated' })
    expect((await client.closed).code).toBe(4410)
    await own.stop()
  })
})
