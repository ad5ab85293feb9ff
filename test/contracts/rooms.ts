import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { present } from '../helpers/present.ts'
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

export function describeRooms(open: OpenPlace): void {
  describe('a room', () => {
    test("is its maker's, who is told by an event on every connection", async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const events = heard(store)

      const view = await store.execute('create_room', {
        accountId: ada.id,
        kind: 'private',
        name: 'Lab',
        topic: 'x',
      })

      expect(view).toEqual({
        id: view.id,
        kind: 'private',
        name: 'Lab',
        topic: 'x',
        is_default: false,
        last_seq: 1,
        last_n: 0,
        last_ts: clock.nowMs(),
        last_read_n: 0,
        mentions: 0,
        role: 'owner',
        muted: false,
        notify_level: 'all',
        archived: false,
      })
      expect(events.map(({ type }) => type)).toEqual(['member_changed', 'rooms_changed'])
      expect(payloadOf(events[1])).toEqual({ ts: clock.nowMs(), added: view })
    })

    test.each(['Lab', 'LAB', 'Ｌab', 'Lаb'])('an open one keeps its name to itself: not %s', async (name) => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await room(store, ada, 'open', 'Lab')

      expect(await refusal(room(store, ada, 'open', name))).toBe('name_taken')
      expect(await refusal(room(store, ada, 'private', name))).toBe('name_taken')
    })

    test('the name of a private one is not given away by a refusal', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const bob = await register(store, 'bob')
      await room(store, ada, 'private', 'Surprise')

      await expect(room(store, bob, 'open', 'Surprise')).resolves.toBeGreaterThan(0)
    })

    test('is joined once, with everything in it read', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      await post(store, ada, 'one', { roomId })
      const events = heard(store)

      const first = await store.execute('join_room', { accountId: bob.id, roomId })
      const again = await store.execute('join_room', { accountId: bob.id, roomId })

      expect(again).toEqual(first)
      expect(first).toMatchObject({ last_n: 1, last_read_n: 1, role: 'member' })
      expect(events).toMatchObject([
        { stream: 'room', roomId, type: 'member_changed', userId: bob.id, member: true },
        { stream: 'user', userId: bob.id, type: 'rooms_changed' },
      ])
      expect(payloadOf(events[0])).toMatchObject({ change: 'joined', username: 'bob' })
    })

    test('a private one is not found by who is not in it', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'private', 'Lab')
      const { epoch } = await store.read('place', {})
      const asBob = { accountId: bob.id, roomId }

      const outcomes = await Promise.all([
        refusal(store.execute('join_room', asBob)),
        refusal(post(store, bob, 'let me in', { roomId })),
        refusal(store.execute('mark_read', { ...asBob, n: 1 })),
        refusal(store.execute('add_to_room', { ...asBob, userIds: [bob.id] })),
        refusal(store.read('history', { ...asBob, at: 'latest', limit: 1 })),
        refusal(store.read('sync', { ...asBob, epoch, from: 0 })),
        refusal(store.read('members', { ...asBob, cursor: null })),
      ])

      expect(new Set(outcomes)).toEqual(new Set(['not_found']))
      expect((await store.read('open_rooms', { accountId: bob.id, cursor: null })).rooms).toHaveLength(1)
    })

    test('an open one says not_member to who is not in it', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      const { epoch } = await store.read('place', {})
      const asBob = { accountId: bob.id, roomId }

      const outcomes = await Promise.all([
        refusal(post(store, bob, 'hello', { roomId })),
        refusal(store.execute('mark_read', { ...asBob, n: 1 })),
        refusal(store.execute('add_to_room', { ...asBob, userIds: [bob.id] })),
        refusal(store.read('history', { ...asBob, at: 'latest', limit: 1 })),
        refusal(store.read('sync', { ...asBob, epoch, from: 0 })),
        refusal(store.read('members', { ...asBob, cursor: null })),
      ])

      expect(new Set(outcomes)).toEqual(new Set(['not_member']))
    })

    test('is left once, by all who were told, and the default room never', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      await store.execute('join_room', { accountId: bob.id, roomId })
      const events = heard(store)

      await store.execute('leave_room', { accountId: bob.id, roomId })
      await store.execute('leave_room', { accountId: bob.id, roomId })

      expect(events).toMatchObject([
        { type: 'member_changed', userId: bob.id, member: false },
        { type: 'rooms_changed', userId: bob.id },
      ])
      expect(payloadOf(events[1])).toMatchObject({ removed: String(roomId) })
      expect((await store.snapshot(bob.id))?.rooms).toHaveLength(1)
      const outcome = store.execute('leave_room', {
        accountId: bob.id,
        roomId: await defaultRoomId(store, bob),
      })
      expect(await refusal(outcome)).toBe('forbidden')
    })

    test('[P-61] whose last owner leaves, or is removed, passes to whoever has been there longest', async () => {
      const { store } = await open()
      const people = await Promise.all(['ada', 'bob', 'cleo'].map((name) => register(store, name)))
      const [ada, bob, cleo] = people as [Account, Account, Account]
      const roomId = await room(store, ada, 'private', 'Lab')
      await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [bob.id, cleo.id] })

      await store.execute('leave_room', { accountId: ada.id, roomId })
      expect(await roomOf(store, bob, roomId)).toMatchObject({ role: 'owner' })
      await store.execute('remove_account', { accountId: bob.id })
      expect(await roomOf(store, cleo, roomId)).toMatchObject({ role: 'owner' })
    })

    test.each([
      ['open', 'member'],
      ['private', 'owner'],
    ] as const)('people are added to an %s one by a %s, and told who did it', async (kind, role) => {
      const { store } = await open()
      const { ada, bob, cleo, roomId } = await pairInRoom(store, kind)
      const actor = role === 'owner' ? ada : bob
      const events = heard(store)

      const outcome = await store.execute('add_to_room', {
        accountId: actor.id,
        roomId,
        userIds: [bob.id, cleo.id],
      })

      expect(outcome).toEqual({ added: [cleo.id] })
      const payload = { change: 'added', user_id: String(cleo.id), by: String(actor.id) }
      expect(payloadOf(events[0])).toMatchObject(payload)
      expect(await roomOf(store, cleo, roomId)).toMatchObject({ role: 'member' })
    })

    test('a mere member adds nobody to a private one', async () => {
      const { store } = await open()
      const { bob, cleo, roomId } = await pairInRoom(store, 'private')

      const outcome = store.execute('add_to_room', { accountId: bob.id, roomId, userIds: [cleo.id] })

      expect(await refusal(outcome)).toBe('forbidden')
    })

    test('nobody is added along with somebody who is not there', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      const events = heard(store)

      const outcome = store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [bob.id, 404] })

      expect(await refusal(outcome)).toBe('not_found')
      expect(events).toEqual([])
      expect((await store.snapshot(bob.id))?.rooms).toHaveLength(1)
    })
  })

  describe('lists', () => {
    test('open rooms come by name, page by page, with who is in them', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const names = Array.from({ length: 120 }, (_, index) => `Room ${String(index).padStart(3, '0')}`)
      await Promise.all(names.toReversed().map((name) => room(store, ada, 'open', name)))
      await room(store, ada, 'private', 'Aaa')
      const bob = await register(store, 'bob')

      const first = await store.read('open_rooms', { accountId: bob.id, cursor: null })
      const second = await store.read('open_rooms', { accountId: bob.id, cursor: first.cursor })

      const all = [...first.rooms, ...second.rooms]
      expect(all.map(({ name }) => name)).toEqual(['Everyone', ...names])
      expect(second.cursor).toBeNull()
      expect(all[0]).toMatchObject({ members: 2, joined: true })
      expect(all[1]).toMatchObject({ members: 1, joined: false })
    })

    test('members come page by page, each once', async () => {
      const { store } = await open()
      const people = await crowd(store, 401)
      const first = present(people[0], 'somebody')
      const roomId = await defaultRoomId(store, first)

      const found: string[] = []
      let cursor: string | null = null
      let pages = 0
      do {
        const page: Awaited<ReturnType<typeof membersPage>> = await membersPage(store, first, roomId, cursor)
        found.push(...page.members.map(({ user_id }) => user_id))
        cursor = page.cursor
        pages += 1
      } while (cursor !== null)

      expect(found).toEqual(people.map(({ id }) => String(id)))
      expect(pages).toBe(3)
    })

    test('a cursor that we did not give is refused', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')

      const outcome = store.read('open_rooms', { accountId: ada.id, cursor: "1' OR 1" })

      expect(await refusal(outcome)).toBe('bad_request')
    })

    test('people are found by how their username or display name begins, at most 20', async () => {
      const { store } = await open()
      await crowd(store, 25)
      const ada = await add(store, 'ada')
      await store.execute('set_display_name', { accountId: ada.id, displayName: 'Élodie 李' })
      const gone = await add(store, 'person-gone')
      await store.execute('set_disabled', { accountId: gone.id, disabled: true })

      expect(await store.read('users', { q: 'PERSON' })).toHaveLength(20)
      expect(await store.read('users', { q: 'person-g' })).toEqual([])
      expect(await store.read('users', { q: 'éLO' })).toEqual([
        { user_id: String(ada.id), username: 'ada', display_name: 'Élodie 李' },
      ])
      expect(await store.read('users', { q: '%' })).toEqual([])
    })

    test('the operator sees every room', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await room(store, ada, 'private', 'Lab')

      const rooms = await store.read('all_rooms', {})

      expect(rooms).toMatchObject([
        { name: 'Everyone', isDefault: true, members: 1 },
        { name: 'Lab', kind: 'private', isDefault: false, members: 1 },
      ])
    })
  })
}

/** Ada made the room and added Bob; Cleo is not in it. */
async function pairInRoom(store: Store, kind: 'open' | 'private') {
  const [ada, bob, cleo] = await Promise.all([
    register(store, 'ada'),
    register(store, 'bob'),
    register(store, 'cleo'),
  ])
  const roomId = await room(store, ada, kind, 'Lab')
  await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [bob.id] })
  return { ada, bob, cleo, roomId }
}

function membersPage(store: Store, reader: Account, roomId: number, cursor: string | null) {
  return store.read('members', { accountId: reader.id, roomId, cursor })
}

function crowd(store: Store, size: number): Promise<Account[]> {
  return Promise.all(Array.from({ length: size }, (_, index) => add(store, `person${index}`)))
}
