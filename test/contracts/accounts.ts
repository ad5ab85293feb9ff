import { describe, expect, test } from 'vitest'
import {
  add,
  defaultRoomId,
  heard,
  type OpenPlace,
  payloadOf,
  post,
  refusal,
  register,
  room,
  roomOf,
} from './place.ts'

export function describeAccounts(open: OpenPlace): void {
  describe('the last owner', () => {
    test.each([
      ['demoted', 'set_role', { role: 'member' }],
      ['disabled', 'set_disabled', { disabled: true }],
      ['removed', 'remove_account', {}],
    ] as const)('cannot be %s', async (_, kind, input) => {
      const { store } = await open()
      const owner = await add(store, 'ada', 'owner')
      const gone = await add(store, 'bob', 'owner')
      await store.execute('set_disabled', { accountId: gone.id, disabled: true })
      const change = (accountId: number) => store.execute(kind, { accountId, ...input })

      expect(await refusal(change(owner.id))).toBe('forbidden')
      expect(await store.read('account_by_id', { accountId: owner.id })).toEqual(owner)

      await add(store, 'cleo', 'owner')
      await expect(change(owner.id)).resolves.toBeDefined()
    })
  })

  describe('an account', () => {
    test('is found by its username in any case and width, with its hash', async () => {
      const { store } = await open()
      const ada = await register(store, 'Ada')

      expect(await store.read('account_by_username', { username: 'ＡＤＡ' })).toEqual(ada)
      expect(await store.read('credentials', { username: 'ada' })).toEqual({
        account: ada,
        passwordHash: 'hash of Ada',
      })
      expect(await store.read('credentials', { username: 'nobody' })).toBeNull()
    })

    test('tells its own connections and its rooms when its display name changes', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await room(store, ada, 'private', 'Lab')
      const events = heard(store)

      await store.execute('set_display_name', { accountId: ada.id, displayName: 'Ada L.' })
      await store.execute('set_display_name', { accountId: ada.id, displayName: 'Ada L.' })

      expect(events.map(({ type }) => type)).toEqual(['profile_changed', 'member_changed', 'member_changed'])
      expect(payloadOf(events[0])).toMatchObject({ username: 'ada', display_name: 'Ada L.', role: 'member' })
      expect(events[2]).toMatchObject({ roomId, userId: ada.id, member: null })
      expect(payloadOf(events[2])).toMatchObject({ change: 'renamed', display_name: 'Ada L.', role: 'owner' })
    })

    test('has the role of its account in the default room', async () => {
      const { store } = await open()
      await add(store, 'root', 'owner')
      const ada = await register(store, 'ada')
      const events = heard(store)

      await store.execute('set_role', { accountId: ada.id, role: 'moderator' })

      expect(await roomOf(store, ada)).toMatchObject({ role: 'moderator' })
      expect(payloadOf(events[0])).toMatchObject({ role: 'moderator' })
    })

    test('that is disabled keeps its messages, gets no snapshot and does nothing', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const library = await room(store, await register(store, 'bob'), 'open', 'Library')
      await post(store, ada, 'hello')

      await store.execute('set_disabled', { accountId: ada.id, disabled: true })

      expect(await store.snapshot(ada.id)).toBeNull()
      expect(await refusal(post(store, ada, 'still here'))).toBe('account_disabled')
      expect(await refusal(room(store, ada, 'open', 'Hideout'))).toBe('account_disabled')
      expect(await refusal(store.execute('join_room', { accountId: ada.id, roomId: library }))).toBe(
        'account_disabled',
      )
      await store.execute('set_disabled', { accountId: ada.id, disabled: false })
      await expect(post(store, ada, 'back')).resolves.toMatchObject({ n: 2 })
    })

    test('that is removed frees its name and leaves its rooms; its messages stay, of a removed user', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const bob = await register(store, 'bob')
      const roomId = await defaultRoomId(store, bob)
      await post(store, ada, 'remember me')
      const { secret: token } = await store.execute('open_session', {
        accountId: ada.id,
        provenHash: 'hash of ada',
        device: '',
        grant: 'token',
      })
      const events = heard(store)

      await store.execute('remove_account', { accountId: ada.id })
      expect(await refusal(room(store, ada, 'open', 'Hideout'))).toBe('not_found')

      expect(events.map(({ type }) => type)).toEqual(['session_revoked', 'member_changed', 'rooms_changed'])
      expect(payloadOf(events[0])).toMatchObject({ reason: 'removed' })
      expect(events[1]).toMatchObject({ userId: ada.id, member: false })
      expect(await store.read('session_by_token', { token })).toBeNull()
      expect(await store.snapshot(ada.id)).toBeNull()
      const page = await store.read('history', { accountId: bob.id, roomId, at: 'latest', limit: 10 })
      expect(JSON.parse(page)).toMatchObject({
        messages: [{ text: 'remember me', sender_name: 'Removed user' }],
      })
      const again = await register(store, 'ada')
      expect(again.id).not.toBe(ada.id)
    })

    test('[P-60] that looks after the place is told as such, wherever people are told', async () => {
      const { store } = await open()
      const [ada, bob, boss] = await Promise.all([
        add(store, 'ada'),
        add(store, 'bob', 'moderator'),
        add(store, 'boss', 'owner'),
      ])
      const roomId = await room(store, ada, 'open', 'Lab')
      await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [bob.id] })
      const events = heard(store)

      const mute = { accountId: boss.id, roomId, userId: bob.id, on: true }
      await store.execute('mute_member', mute)
      const direct = await store.execute('open_direct_room', { accountId: ada.id, userIds: [bob.id] })
      const { members } = await store.read('members', { accountId: ada.id, roomId, cursor: null })
      const found = await store.read('users', { q: 'bo' })

      const roles = (people: readonly { username: string; place_role?: string | undefined }[]) =>
        people.map(({ username, place_role: role }) => `${username} ${role ?? '-'}`)
      expect(payloadOf(events[0])).toMatchObject({ username: 'bob', role: 'member', place_role: 'moderator' })
      expect(roles(direct.people ?? [])).toEqual(['bob moderator'])
      expect(roles(members)).toEqual(['ada -', 'bob moderator'])
      expect(roles(found)).toEqual(['bob moderator', 'boss owner'])
    })

    test('that is not there is not found', async () => {
      const { store } = await open()

      expect(await refusal(store.execute('set_disabled', { accountId: 404, disabled: true }))).toBe(
        'not_found',
      )
      expect(await refusal(store.execute('remove_account', { accountId: 404 }))).toBe('not_found')
      expect(await refusal(store.execute('revoke_sessions', { accountId: 404, exceptSessionId: null }))).toBe(
        'not_found',
      )
      expect(await store.read('account_by_id', { accountId: 404 })).toBeNull()
      expect(await store.snapshot(404)).toBeNull()
    })
  })
}
