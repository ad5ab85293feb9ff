import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/domain/store.ts'
import { present } from '../helpers/present.ts'
import { add, dayMs, type OpenPlace, post, refusal, register, roomOf } from './place.ts'

export function describeRegistration(open: OpenPlace): void {
  describe('registration', () => {
    test('makes a member, who is in the default room and has read it', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await post(store, ada, 'hello')

      const bob = await register(store, 'bob')

      expect(bob).toMatchObject({ username: 'bob', displayName: 'bob', role: 'member', disabledAtMs: null })
      expect(await roomOf(store, bob)).toMatchObject({
        name: 'Everyone',
        role: 'member',
        last_n: 1,
        last_read_n: 1,
      })
    })

    test.each([
      ['open', 'none', 'member'],
      ['open', 'invite', 'member'],
      ['open', 'nonsense', 'invite_invalid'],
      ['invite', 'none', 'invite_required'],
      ['invite', 'invite', 'member'],
      ['invite', 'nonsense', 'invite_invalid'],
      ['closed', 'none', 'registration_closed'],
      ['closed', 'invite', 'registration_closed'],
      ['closed', 'nonsense', 'registration_closed'],
    ] as const)('where it is %s, with %s as the secret: %s', async (registration, given, expected) => {
      const { store } = await open()
      const owner = await add(store, 'owner', 'owner')
      const invite = await store.execute('create_invite', {
        accountId: owner.id,
        expiresInMs: null,
        maxUses: null,
      })
      const secret = { none: null, invite: invite.secret, nonsense: 'nonsense' }[given]

      const outcome = register(store, 'ada', { registration, secret })

      expect(expected === 'member' ? (await outcome).role : await refusal(outcome)).toBe(expected)
    })

    test.each([
      ['in another case', 'ADMIN'],
      ['in fullwidth letters', 'ａｄｍｉｎ'],
      ['with Cyrillic letters', 'аdmіn'],
      ['with an invisible character', 'ad\u034Fmin'],
      ['with rn for m', 'adrnin'],
      ['with a digit one for i, as a capital I', 'ADM1N'.toLowerCase().replace('1', 'ı')],
    ])('refuses a username %s that imitates another', async (_, imitation) => {
      const { store } = await open()
      await register(store, 'admin')

      expect(await refusal(register(store, imitation))).toBe('username_taken')
      expect(await store.read('accounts', {})).toHaveLength(1)
    })

    test('a capital I does not pass for a small l', async () => {
      const { store } = await open()
      await register(store, 'alice')

      expect(await refusal(register(store, 'aIice'))).toBe('username_taken')
      await expect(register(store, 'alise')).resolves.toBeDefined()
    })

    test.each(['room', 'ROOM', 'rооm'])('nobody is called %s, which @room would mean', async (name) => {
      const { store } = await open()

      expect(await refusal(register(store, name))).toBe('username_taken')
    })

    test('refuses a name of which nothing can be seen', async () => {
      const { store } = await open()

      expect(await refusal(register(store, '\u3164'))).toBe('bad_request')
    })

    test('of two who want the same name at once, one gets it', async () => {
      const { store } = await open()

      const outcomes = await Promise.allSettled([register(store, 'ada'), register(store, 'Ada')])

      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    })
  })

  describe("the owner's claim", () => {
    test('makes an owner who names the place, even where registration is closed, and once', async () => {
      const { store } = await open()
      const claim = await store.execute('issue_claim', {})
      const secret = present(claim, 'a claim').secret

      const owner = await register(store, 'ada', { registration: 'closed', secret, placeName: 'The Kitchen' })

      expect(owner.role).toBe('owner')
      expect(await roomOf(store, owner)).toMatchObject({ role: 'owner' })
      expect(await store.read('place', {})).toMatchObject({ claimed: true, placeName: 'The Kitchen' })
      expect(await refusal(register(store, 'eve', { registration: 'open', secret }))).toBe('invite_invalid')
    })

    test('a name that is taken leaves the claim unused', async () => {
      const { store } = await open()
      await register(store, 'ada')
      const secret = await issueClaim(store)

      expect(await refusal(register(store, 'ada', { secret }))).toBe('username_taken')
      expect((await register(store, 'bob', { secret })).role).toBe('owner')
    })

    test('a new one replaces the one before, and none is made where there is an owner', async () => {
      const { store } = await open()
      const first = await store.execute('issue_claim', {})
      const second = await store.execute('issue_claim', {})

      expect(await refusal(register(store, 'eve', { secret: first?.secret ?? null }))).toBe('invite_invalid')
      await register(store, 'ada', { secret: second?.secret ?? null })

      expect(await store.execute('issue_claim', {})).toBeNull()
    })

    test('is worthless after 24 hours, and once there is an owner otherwise', async () => {
      const { store, clock } = await open()
      const stale = await store.execute('issue_claim', {})
      clock.jump(dayMs)
      expect(await refusal(register(store, 'eve', { secret: stale?.secret ?? null }))).toBe('invite_invalid')

      const fresh = await store.execute('issue_claim', {})
      await add(store, 'ada', 'owner')
      expect(await refusal(register(store, 'eve', { secret: fresh?.secret ?? null }))).toBe('invite_invalid')
    })

    test('names no place for an invite', async () => {
      const { store } = await open()
      const before = await store.read('place', {})

      await register(store, 'ada', { placeName: 'Mine' })

      expect(await store.read('place', {})).toEqual({ ...before, claimed: false })
    })
  })

  describe('an invite', () => {
    test('two who use its last use at once: one comes in', async () => {
      const { store, beside } = await open()
      const other = await beside()
      const owner = await add(store, 'owner', 'owner')
      const { secret } = await store.execute('create_invite', {
        accountId: owner.id,
        expiresInMs: null,
        maxUses: 1,
      })

      const outcomes = await Promise.allSettled([
        register(store, 'ada', { secret, registration: 'invite' }),
        register(other, 'bob', { secret, registration: 'invite' }),
      ])

      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(await store.read('invites', {})).toEqual([])
    })

    test('a registration that is refused takes no use', async () => {
      const { store } = await open()
      const owner = await add(store, 'owner', 'owner')
      const { secret } = await store.execute('create_invite', {
        accountId: owner.id,
        expiresInMs: null,
        maxUses: 1,
      })

      expect(await refusal(register(store, 'Owner', { secret }))).toBe('username_taken')

      await expect(register(store, 'ada', { secret })).resolves.toBeDefined()
    })

    test('says who made it, since when, until when and for how many', async () => {
      const { store, clock } = await open()
      const owner = await add(store, 'owner', 'moderator')

      const { invite } = await store.execute('create_invite', {
        accountId: owner.id,
        expiresInMs: dayMs,
        maxUses: 3,
      })

      const ts = clock.nowMs()
      expect(invite).toEqual({
        invite_id: invite.invite_id,
        created_by: 'owner',
        created_ts: ts,
        expires_ts: ts + dayMs,
        max_uses: 3,
        uses: 0,
      })
      expect(await store.read('invites', {})).toEqual([invite])
    })

    test('is worth what its maker may do: nothing after it expired, or the maker was demoted, disabled, removed', async () => {
      const { store, clock } = await open()
      await add(store, 'root', 'owner')
      const makers = ['late', 'demoted', 'disabled', 'removed', 'revoked']
      const invites = await Promise.all(
        makers.map(async (name) => {
          const maker = await add(store, name, 'moderator')
          const expiresInMs = name === 'late' ? 60_000 : null
          return {
            maker,
            ...(await store.execute('create_invite', { accountId: maker.id, expiresInMs, maxUses: null })),
          }
        }),
      )
      const [, demoted, disabled, removed, revoked] = invites
      clock.jump(60_000)
      await store.execute('set_role', { accountId: demoted?.maker.id ?? 0, role: 'member' })
      await store.execute('set_disabled', { accountId: disabled?.maker.id ?? 0, disabled: true })
      await store.execute('remove_account', { accountId: removed?.maker.id ?? 0 })
      await store.execute('revoke_invite', { inviteId: Number(revoked?.invite.invite_id) })

      const outcomes = await Promise.all(
        invites.map(({ secret }, n) => refusal(register(store, `guest${n}`, { secret }))),
      )

      expect(outcomes).toEqual(makers.map(() => 'invite_invalid'))
    })

    test('members may make none', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')

      const outcome = store.execute('create_invite', { accountId: ada.id, expiresInMs: null, maxUses: null })

      expect(await refusal(outcome)).toBe('forbidden')
    })
  })
}

async function issueClaim(store: Store): Promise<string> {
  return present(await store.execute('issue_claim', {}), 'a claim').secret
}
