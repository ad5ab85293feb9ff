import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { add, heard, type OpenPlace, payloadOf, post, refusal, roomOf } from './place.ts'

export function describeDirectRooms(open: OpenPlace): void {
  describe('a direct room', () => {
    test('is always the same for the same people, whoever opens it, and is called by the others’ names', async () => {
      const { store } = await open()
      const [ada, bob, cleo] = await trio(store)

      const pair = await openDirect(store, ada, [bob])
      const group = await openDirect(store, ada, [cleo, bob])

      expect(await openDirect(store, bob, [ada])).toMatchObject({ id: pair.id, name: 'ada' })
      expect(await openDirect(store, ada, [bob, ada])).toEqual(pair)
      expect(pair).toMatchObject({ kind: 'direct', name: 'bob', topic: '', role: 'member', last_seq: 0 })
      expect(group).toMatchObject({ kind: 'direct', name: 'bob, cleo' })
      expect(await openDirect(store, cleo, [bob, ada])).toMatchObject({ id: group.id, name: 'ada, bob' })
      expect(group.people?.map(({ username }) => username)).toEqual(['bob', 'cleo'])
    })

    test('may be with oneself alone, and with so many people and no more', async () => {
      const { store } = await open()
      const [ada] = await trio(store)
      const crowd = await Promise.all(Array.from({ length: 9 }, (_, index) => add(store, `person${index}`)))

      expect(await openDirect(store, ada, [ada])).toMatchObject({ name: 'ada' })
      expect(await openDirect(store, ada, crowd.slice(1))).toMatchObject({ kind: 'direct' })
      expect(await refusal(openDirect(store, ada, crowd))).toBe('bad_request')
    })

    test('is shown to whoever opens it at once, and to the others with its first message', async () => {
      const { store, clock } = await open()
      const [ada, bob] = await trio(store)
      const events = heard(store)

      const { id } = await openDirect(store, ada, [bob])
      expect(events).toMatchObject([{ type: 'rooms_changed', userId: ada.id, shown: true }])
      expect(payloadOf(events[0])).toMatchObject({ ts: clock.nowMs(), added: { id, name: 'bob' } })
      expect((await store.snapshot(bob.id))?.rooms).toHaveLength(1)
      await post(store, ada, 'hello @bob', { roomId: Number(id) })

      expect(events.slice(1)).toMatchObject([
        { type: 'rooms_changed', userId: bob.id, roomId: Number(id), shown: true },
        { type: 'message', roomId: Number(id), seq: 1 },
      ])
      // The message is news to one who is shown the room with it.
      expect(payloadOf(events[1])).toMatchObject({ added: { id, last_seq: 0, last_n: 0, mentions: 0 } })
      const seen = { name: 'ada', last_n: 1, last_read_n: 0, mentions: 1 }
      expect(await roomOf(store, bob, Number(id))).toMatchObject(seen)
    })

    test('that is left is put away without a word to the others, until the next message in it', async () => {
      const { store } = await open()
      const [ada, bob] = await trio(store)
      const roomId = await talk(store, ada, bob)
      const events = heard(store)

      await store.execute('leave_room', { accountId: bob.id, roomId })
      await store.execute('leave_room', { accountId: bob.id, roomId })
      expect(events).toMatchObject([{ type: 'rooms_changed', userId: bob.id, shown: false }])
      expect(payloadOf(events[0])).toMatchObject({ removed: String(roomId) })
      expect((await store.snapshot(bob.id))?.rooms).toHaveLength(1)
      const page = await store.read('members', { accountId: ada.id, roomId, cursor: null })
      expect(page.members).toHaveLength(2)
      await post(store, ada, 'one more thing', { roomId })

      expect(await roomOf(store, bob, roomId)).toMatchObject({ last_n: 2, last_read_n: 0 })
    })

    test('that was put away comes back when it is opened, with all that was said', async () => {
      const { store } = await open()
      const [ada, bob] = await trio(store)
      const roomId = await talk(store, ada, bob)
      await store.execute('leave_room', { accountId: ada.id, roomId })
      const events = heard(store)

      const view = await openDirect(store, ada, [bob])

      expect(view).toMatchObject({ id: String(roomId), last_n: 1 })
      expect(events).toMatchObject([{ type: 'rooms_changed', userId: ada.id, shown: true }])
      const page = await store.read('history', { accountId: ada.id, roomId, at: 'latest', limit: 1 })
      expect(JSON.parse(page).messages).toMatchObject([{ text: 'hello' }])
    })

    test('is nobody else’s to find, join or be invited into', async () => {
      const { store } = await open()
      const [ada, bob, cleo] = await trio(store)
      const boss = await add(store, 'boss', 'owner')
      const roomId = await talk(store, ada, bob)

      for (const other of [cleo, boss]) {
        expect(await refusal(store.execute('join_room', { accountId: other.id, roomId }))).toBe('not_found')
        expect(await refusal(post(store, other, 'hello', { roomId }))).toBe('not_found')
      }
      const invite = { accountId: ada.id, roomId, userIds: [cleo.id] }
      expect(await refusal(store.execute('add_to_room', invite))).toBe('forbidden')
      expect((await store.read('open_rooms', { accountId: ada.id, cursor: null })).rooms).toHaveLength(1)
      expect(await store.read('all_rooms', {})).toHaveLength(1)
    })

    test('has no ranks: nobody moderates it, whoever they are elsewhere', async () => {
      const { store } = await open()
      const [ada] = await trio(store)
      const boss = await add(store, 'boss', 'owner')
      const roomId = await talk(store, boss, ada)
      const { messageId } = await post(store, ada, 'mine', { roomId })
      const asBoss = { accountId: boss.id, roomId }

      const outcomes = await Promise.all([
        refusal(store.execute('kick_member', { ...asBoss, userId: ada.id })),
        refusal(store.execute('ban_user', { ...asBoss, userId: ada.id, on: true })),
        refusal(store.execute('mute_member', { ...asBoss, userId: ada.id, on: true })),
        refusal(store.execute('set_room_role', { ...asBoss, userId: ada.id, role: 'owner' })),
        refusal(store.execute('update_room', { ...asBoss, name: 'Ours', topic: null })),
        refusal(store.execute('archive_room', { ...asBoss, on: true })),
        refusal(store.execute('archive_room', { accountId: null, roomId, on: true })),
        refusal(store.execute('delete_message', { accountId: boss.id, messageId })),
      ])

      expect(new Set(outcomes)).toEqual(new Set(['forbidden']))
    })

    test('is not begun with one who is not there; what was said before can be opened', async () => {
      const { store } = await open()
      const [ada, bob, cleo] = await trio(store)
      const roomId = await talk(store, ada, bob)
      await store.execute('leave_room', { accountId: ada.id, roomId })
      await store.execute('set_disabled', { accountId: cleo.id, disabled: true })
      await store.execute('remove_account', { accountId: bob.id })

      expect(await refusal(openDirect(store, ada, [cleo]))).toBe('not_found')
      expect(await refusal(openDirect(store, ada, [{ id: 404 }]))).toBe('not_found')
      const view = await openDirect(store, ada, [bob])

      expect(view).toMatchObject({ id: String(roomId), name: 'Removed user', role: 'member' })
    })

    test('is called by the names that its people have now', async () => {
      const { store } = await open()
      const [ada, bob] = await trio(store)
      const roomId = await talk(store, ada, bob)

      await store.execute('set_display_name', { accountId: bob.id, displayName: 'Bobby' })

      expect(await roomOf(store, ada, roomId)).toMatchObject({ name: 'Bobby' })
    })
  })
}

async function trio(store: Store): Promise<[Account, Account, Account]> {
  return (await Promise.all(['ada', 'bob', 'cleo'].map((name) => add(store, name)))) as [
    Account,
    Account,
    Account,
  ]
}

function openDirect(store: Store, by: Account, others: readonly { id: number }[]) {
  return store.execute('open_direct_room', { accountId: by.id, userIds: others.map(({ id }) => id) })
}

/** They have said hello. */
async function talk(store: Store, by: Account, other: Account): Promise<number> {
  const roomId = Number((await openDirect(store, by, [other])).id)
  await post(store, by, 'hello', { roomId })
  return roomId
}
