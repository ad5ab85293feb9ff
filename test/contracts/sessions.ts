import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { present } from '../helpers/present.ts'
import { dayMs, heard, type OpenPlace, payloadOf, refusal, register } from './place.ts'

export function describeSessions(open: OpenPlace): void {
  describe('a session', () => {
    test('is found by its token, with its account', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')

      const { sessionId, token } = await logIn(store, ada)

      expect(await store.read('session_by_token', { token })).toEqual({
        sessionId,
        account: ada,
        expiresAtMs: clock.nowMs() + 14 * dayMs,
        dueForTouch: false,
      })
      expect(await store.read('session_by_token', { token: '' })).toBeNull()
      expect(await store.read('session_by_token', { token: `${token}x` })).toBeNull()
    })

    test('[P-14] a ticket is traded once, within 30 s, and is no token', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const opened = await openSession(store, ada, { grant: 'ticket', device: 'Firefox' })

      expect(await store.read('session_by_token', { token: opened.secret })).toBeNull()
      clock.jump(29_999)
      const { token, ...redeemed } = await store.execute('redeem_ticket', { ticket: opened.secret })

      expect(redeemed).toEqual({
        sessionId: opened.sessionId,
        accountId: ada.id,
        expiresAtMs: clock.nowMs() - 29_999 + 90 * dayMs,
      })
      expect(await store.read('session_by_token', { token })).toMatchObject({ sessionId: opened.sessionId })
      expect(await refusal(store.execute('redeem_ticket', { ticket: opened.secret }))).toBe(
        'invalid_credentials',
      )
    })

    test('[P-14] a ticket is worthless after 30 s, and of a session that was revoked', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const late = await openSession(store, ada, { grant: 'ticket' })
      clock.jump(30_000)
      expect(await refusal(store.execute('redeem_ticket', { ticket: late.secret }))).toBe(
        'invalid_credentials',
      )

      const revoked = await openSession(store, ada, { grant: 'ticket' })
      await store.execute('revoke_session', { sessionId: revoked.sessionId, reason: 'revoked' })
      expect(await refusal(store.execute('redeem_ticket', { ticket: revoked.secret }))).toBe(
        'invalid_credentials',
      )
    })

    test('ends when it was idle for too long; use moves that, but never past its longest life', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const { sessionId, token } = await logIn(store, ada)
      const isLive = async () => (await store.read('session_by_token', { token })) !== null

      for (let day = 0; day < 89; day += 13) {
        await store.execute('touch_session', { sessionId })
        expect(await isLive()).toBe(true)
        clock.jump(13 * dayMs)
      }

      expect(await isLive()).toBe(false)
    })

    test('ends after 14 days without use', async () => {
      const { store, clock } = await open()
      const { token } = await logIn(store, await register(store, 'ada'))

      clock.jump(14 * dayMs - 1)
      expect(await store.read('session_by_token', { token })).toMatchObject({ dueForTouch: true })
      clock.jump(1)
      expect(await store.read('session_by_token', { token })).toBeNull()
    })

    test('that has expired is not revived by a clock that goes back, and its sockets are told', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const { sessionId, token } = await logIn(store, ada)
      const events = heard(store)
      clock.jump(3_650 * dayMs)
      await store.execute('touch_session', { sessionId: 404 })

      clock.jump(-3_650 * dayMs)

      expect(await store.read('session_by_token', { token })).toBeNull()
      expect(events).toMatchObject([
        { type: 'session_revoked', userId: ada.id, sessionId, exceptSessionId: null },
      ])
      const { token: fresh } = await logIn(store, ada)
      expect(await store.read('session_by_token', { token: fresh })).not.toBeNull()
    })

    test('that was made by a clock ten years ahead does not live ten years', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      clock.jump(3_650 * dayMs)
      const { token } = await logIn(store, ada)

      clock.jump(-3_650 * dayMs)

      expect(await store.read('session_by_token', { token })).toBeNull()
      expect(await store.read('sessions', { accountId: ada.id })).toEqual([])
    })

    test('is revoked alone, once, and says why', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const first = await logIn(store, ada)
      const second = await logIn(store, ada)
      const events = heard(store)

      await store.execute('revoke_session', { sessionId: first.sessionId, reason: 'logout' })
      await store.execute('revoke_session', { sessionId: first.sessionId, reason: 'logout' })

      expect(events).toMatchObject([{ type: 'session_revoked', userId: ada.id, sessionId: first.sessionId }])
      expect(payloadOf(events[0])).toMatchObject({ reason: 'logout' })
      expect(await store.read('session_by_token', { token: first.token })).toBeNull()
      expect(await store.read('session_by_token', { token: second.token })).not.toBeNull()
    })

    test('all of an account are revoked at once', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const bob = await logIn(store, await register(store, 'bob'))
      await logIn(store, ada)
      await logIn(store, ada)
      const events = heard(store)

      expect(await store.execute('revoke_sessions', { accountId: ada.id, exceptSessionId: null })).toEqual({
        revoked: 2,
      })

      expect(events).toMatchObject([{ userId: ada.id, sessionId: null, exceptSessionId: null }])
      expect(await store.read('sessions', { accountId: ada.id })).toEqual([])
      expect(await store.read('session_by_token', { token: bob.token })).not.toBeNull()
    })

    test('all but one are revoked, and one of one’s own; never somebody else’s', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const accountId = ada.id
      const bob = await logIn(store, await register(store, 'bob'))
      const [mine, second] = [await logIn(store, ada), await logIn(store, ada)]
      await logIn(store, ada)

      const own = (sessionId: number) => store.execute('revoke_own_session', { accountId, sessionId })
      expect(await own(second.sessionId)).toEqual({ revoked: 1 })
      expect(await own(second.sessionId)).toEqual({ revoked: 0 })
      expect(await own(bob.sessionId)).toEqual({ revoked: 0 })
      const others = { accountId, exceptSessionId: mine.sessionId }
      expect(await store.execute('revoke_sessions', others)).toEqual({ revoked: 1 })

      expect(await store.read('sessions', { accountId })).toMatchObject([{ sessionId: mine.sessionId }])
      expect(await store.read('session_by_token', { token: bob.token })).not.toBeNull()
    })

    test('a new password takes the place of the one that was proved, and of no other', async () => {
      const { store } = await open()
      const { id: accountId, username } = await register(store, 'ada')
      const { sessionId } = await logIn(
        store,
        present(await store.read('account_by_id', { accountId }), 'ada'),
      )
      const old = present(await store.read('credentials', { username }), 'credentials').passwordHash
      const change = (provenHash: string, passwordHash: string) =>
        store.execute('set_password', { accountId, passwordHash, provenHash, exceptSessionId: null })

      expect(await refusal(change('another', 'new'))).toBe('invalid_credentials')
      expect(await store.read('sessions', { accountId })).toMatchObject([{ sessionId }])
      await change(old, 'new')

      expect(await store.read('credentials', { username })).toMatchObject({ passwordHash: 'new' })
      expect(await refusal(change(old, 'newer'))).toBe('invalid_credentials')
    })

    test('a new password ends all but the one that set it', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const mine = await logIn(store, ada)
      const stolen = await logIn(store, ada)
      const events = heard(store)

      await store.execute('set_password', {
        accountId: ada.id,
        passwordHash: 'new',
        provenHash: null,
        exceptSessionId: mine.sessionId,
      })

      expect(await store.read('session_by_token', { token: stolen.token })).toBeNull()
      expect(await store.read('session_by_token', { token: mine.token })).not.toBeNull()
      expect(events).toMatchObject([{ sessionId: null, exceptSessionId: mine.sessionId }])
      expect(payloadOf(events[0])).toMatchObject({ reason: 'password' })
      expect(await store.read('credentials', { username: 'ada' })).toMatchObject({ passwordHash: 'new' })
    })

    test('a password that is changed while it is compared opens none', async () => {
      const { store } = await open()
      const { id: accountId, username } = await register(store, 'ada')
      const old = present(await store.read('credentials', { username }), 'credentials').passwordHash
      await store.execute('set_password', {
        accountId,
        passwordHash: 'new',
        provenHash: null,
        exceptSessionId: null,
      })
      const withHash = (provenHash: string) =>
        store.execute('open_session', { accountId, provenHash, device: '', grant: 'token' })

      expect(await refusal(withHash(old))).toBe('invalid_credentials')
      expect(await refusal(withHash(''))).toBe('invalid_credentials')
      await expect(withHash('new')).resolves.toMatchObject({ sessionId: expect.any(Number) })
    })

    test('of one who is disabled ends, and none is opened', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const { token } = await logIn(store, ada)
      const waiting = await openSession(store, ada, { grant: 'ticket' })
      const events = heard(store)

      await store.execute('set_disabled', { accountId: ada.id, disabled: true })

      expect(payloadOf(events[0])).toMatchObject({ reason: 'disabled' })
      expect(await refusal(logIn(store, ada))).toBe('account_disabled')
      await store.execute('set_disabled', { accountId: ada.id, disabled: false })
      expect(await store.read('session_by_token', { token })).toBeNull()
      expect(await refusal(store.execute('redeem_ticket', { ticket: waiting.secret }))).toBe(
        'invalid_credentials',
      )
    })

    test('is listed with its device and times, the latest first', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const startMs = clock.nowMs()
      const phone = await logIn(store, ada, 'phone')
      const laptop = await logIn(store, ada, 'laptop')
      clock.jump(1_000)
      await store.execute('touch_session', { sessionId: phone.sessionId })

      expect(await store.read('sessions', { accountId: ada.id })).toEqual([
        {
          sessionId: phone.sessionId,
          device: 'phone',
          createdAtMs: startMs,
          lastSeenAtMs: startMs + 1_000,
          expiresAtMs: startMs + 1_000 + 14 * dayMs,
        },
        {
          sessionId: laptop.sessionId,
          device: 'laptop',
          createdAtMs: startMs,
          lastSeenAtMs: startMs,
          expiresAtMs: startMs + 14 * dayMs,
        },
      ])
    })
  })
}

async function logIn(
  store: Store,
  account: Account,
  device = '',
): Promise<{ sessionId: number; token: string }> {
  const { sessionId, secret } = await openSession(store, account, { grant: 'token', device })
  return { sessionId, token: secret }
}

async function openSession(
  store: Store,
  { id: accountId, username }: Account,
  { grant, device = '' }: { grant: 'token' | 'ticket'; device?: string },
): Promise<{ sessionId: number; secret: string }> {
  const credentials = await store.read('credentials', { username })
  const provenHash = present(credentials, `credentials of ${username}`).passwordHash
  return store.execute('open_session', { accountId, provenHash, device, grant })
}
