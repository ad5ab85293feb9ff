import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { add, defaultRoomId, heard, type OpenPlace, payloadOf, post, refusal, room, roomOf } from './place.ts'

export function describeRoomChanges(open: OpenPlace): void {
  describe('changing a room', () => {
    test('another name or topic is told to all, and what is so already to nobody', async () => {
      const { store } = await open()
      const { ada, bob, roomId } = await pair(store)
      const update = (given: { name?: string; topic?: string }) =>
        store.execute('update_room', { accountId: ada.id, roomId, name: null, topic: null, ...given })
      const events = heard(store)

      expect(await update({ topic: 'Glass' })).toEqual({ name: 'Lab', topic: 'Glass' })
      await update({ topic: 'Glass', name: 'Lab' })

      expect(events.map(({ type }) => type)).toEqual(['room_updated'])
      expect(payloadOf(events[0])).toMatchObject({ name: 'Lab', topic: 'Glass', archived: false })
      await update({ name: 'LAB' })
      expect(await roomOf(store, bob, roomId)).toMatchObject({ name: 'LAB', topic: 'Glass' })
    })

    test('an open room’s name is nobody else’s, and a mere member changes nothing', async () => {
      const { store } = await open()
      const { ada, bob, roomId } = await pair(store)
      const den = await room(store, ada, 'private', 'Den')
      await room(store, ada, 'open', 'Attic')
      const rename = (by: Account, id: number, name: string) =>
        store.execute('update_room', { accountId: by.id, roomId: id, name, topic: null })

      expect(await refusal(rename(ada, roomId, 'attic'))).toBe('name_taken')
      expect(await refusal(rename(ada, den, 'Lab'))).toBe('name_taken')
      expect(await refusal(rename(bob, roomId, 'Mine'))).toBe('forbidden')
      await rename(ada, roomId, 'Den')
      expect(await room(store, bob, 'open', 'Lab')).toBeGreaterThan(0)
    })
  })

  describe('an archived room', () => {
    test('is read by its members, out of the lists, and nothing is done in it', async () => {
      const { store } = await open()
      const { ada, bob, roomId } = await pair(store)
      const eve = await add(store, 'eve')
      const { messageId } = await post(store, ada, 'hello', { roomId })
      const asAda = { accountId: ada.id, roomId }
      const events = heard(store)

      await store.execute('archive_room', { ...asAda, on: true })
      await store.execute('archive_room', { ...asAda, on: true })

      expect(events.map(({ type }) => type)).toEqual(['room_updated'])
      expect(payloadOf(events[0])).toMatchObject({ archived: true })
      const message = { accountId: ada.id, messageId }
      const refused = await Promise.all([
        refusal(post(store, bob, 'hello', { roomId })),
        refusal(store.execute('edit_message', { ...message, text: 'x', expectVersion: 1 })),
        refusal(store.execute('react', { ...message, emoji: '👍', on: true })),
        refusal(store.execute('pin_message', { ...message, on: true })),
        refusal(store.execute('join_room', { accountId: eve.id, roomId })),
        refusal(store.execute('add_to_room', { ...asAda, userIds: [eve.id] })),
        refusal(store.execute('update_room', { ...asAda, name: 'Attic', topic: null })),
      ])
      expect(new Set(refused)).toEqual(new Set(['archived']))
      const listed = await store.read('open_rooms', { accountId: ada.id, cursor: null })
      expect(listed.rooms.map(({ name }) => name)).toEqual(['Everyone'])
      const page = await store.read('history', { accountId: bob.id, roomId, at: 'latest', limit: 1 })
      expect(JSON.parse(page).messages).toMatchObject([{ text: 'hello' }])
      expect(await roomOf(store, bob, roomId)).toMatchObject({ archived: true })
    })

    test('comes back as it was, and kept its name meanwhile', async () => {
      const { store } = await open()
      const { ada, bob, roomId } = await pair(store)
      const archive = (on: boolean) => store.execute('archive_room', { accountId: ada.id, roomId, on })
      await archive(true)
      expect(await refusal(room(store, bob, 'open', 'Lab'))).toBe('name_taken')

      await archive(false)

      expect(await post(store, bob, 'hello', { roomId })).toMatchObject({ n: 1 })
      expect(await roomOf(store, bob, roomId)).toMatchObject({ archived: false })
    })

    test('is made one by its owners, by the operator, and never of the default room', async () => {
      const { store } = await open()
      const { ada, bob, roomId } = await pair(store)
      const boss = await add(store, 'boss', 'owner')
      const grant = { accountId: ada.id, roomId, userId: bob.id, role: 'moderator' } as const
      await store.execute('set_room_role', grant)
      const archive = (accountId: number | null, id: number) =>
        store.execute('archive_room', { accountId, roomId: id, on: true })

      expect(await refusal(archive(bob.id, roomId))).toBe('forbidden')
      expect(await refusal(archive(boss.id, await defaultRoomId(store, boss)))).toBe('forbidden')
      expect(await refusal(archive(null, await defaultRoomId(store, boss)))).toBe('forbidden')
      expect(await refusal(archive(null, 404))).toBe('not_found')
      expect(await archive(null, roomId)).toBeNull()
    })
  })

  describe('what a room may disturb one with', () => {
    test('is each one’s own affair, and told to that one alone', async () => {
      const { store } = await open()
      const { ada, bob, roomId } = await pair(store)
      const set = () => store.execute('set_notify_level', { accountId: bob.id, roomId, level: 'mentions' })
      const events = heard(store)

      await set()
      await set()

      expect(events).toMatchObject([{ type: 'notify_level', stream: 'user', userId: bob.id }])
      expect(payloadOf(events[0])).toMatchObject({ room: String(roomId), level: 'mentions' })
      expect(await roomOf(store, bob, roomId)).toMatchObject({ notify_level: 'mentions' })
      expect(await roomOf(store, ada, roomId)).toMatchObject({ notify_level: 'all' })
    })
  })

  describe('a pin', () => {
    test('[P-64] is for the whole room, wherever the message is read, and can be taken away by anybody', async () => {
      const { store } = await open()
      const { ada, bob, roomId } = await pair(store)
      const { messageId, seq } = await post(store, ada, 'remember', { roomId })
      const pin = (by: Account, on: boolean) =>
        store.execute('pin_message', { accountId: by.id, messageId, on })
      const events = heard(store)

      await pin(bob, true)
      await pin(ada, true)

      expect(events).toMatchObject([{ type: 'pin', seq: seq + 1 }])
      const told = { message_id: String(messageId), n: 1, user_id: String(bob.id), on: true, pinned: true }
      expect(payloadOf(events[0])).toMatchObject(told)
      expect(await pinsOf(store, ada, roomId)).toMatchObject([{ text: 'remember', pinned: true }])
      await pin(ada, false)
      expect(await pinsOf(store, ada, roomId)).toEqual([])
      const { epoch } = await store.read('place', {})
      const { json } = await store.read('sync', { accountId: bob.id, roomId, epoch, from: seq })
      // A replay tells what happened, and what is so now.
      expect(JSON.parse(json).events).toMatchObject([
        { type: 'pin', payload: { on: true, pinned: false } },
        { type: 'pin', payload: { on: false, pinned: false } },
      ])
    })

    test('[P-64] goes with the message that is deleted, and comes to none that is', async () => {
      const { store } = await open()
      const { ada, roomId } = await pair(store)
      const { messageId } = await post(store, ada, 'remember', { roomId })
      const pin = () => store.execute('pin_message', { accountId: ada.id, messageId, on: true })
      await pin()

      await store.execute('delete_message', { accountId: ada.id, messageId })

      expect(await pinsOf(store, ada, roomId)).toEqual([])
      expect(await refusal(pin())).toBe('not_found')
    })

    test('[P-64] is one of a hundred, which come page by page, the newest message first', async () => {
      const { store } = await open()
      const { ada, roomId } = await pair(store)
      const long = 'x'.repeat(16_000)
      for (let i = 0; i < 100; i += 1) {
        const { messageId } = await post(store, ada, `${i} ${long}`, { roomId })
        await store.execute('pin_message', { accountId: ada.id, messageId, on: true })
      }
      const { messageId } = await post(store, ada, 'one too many', { roomId })
      const pin = store.execute('pin_message', { accountId: ada.id, messageId, on: true })

      expect(await refusal(pin)).toBe('quota_exceeded')
      const numbers = Array.from({ length: 100 }, (_, index) => 100 - index)
      expect((await pinsOf(store, ada, roomId)).map(({ n }) => n)).toEqual(numbers)
    })
  })
}

/** Ada made the open room and added Bob. */
async function pair(store: Store) {
  const [ada, bob] = await Promise.all([add(store, 'ada'), add(store, 'bob')])
  const roomId = await room(store, ada, 'open', 'Lab')
  await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [bob.id] })
  return { ada, bob, roomId }
}

/** All pages. */
async function pinsOf(store: Store, reader: Account, roomId: number) {
  const found: { n: number; text: string; pinned?: boolean }[] = []
  let cursor: string | undefined
  do {
    const page: string = await store.read('pins', { accountId: reader.id, roomId, cursor: cursor ?? null })
    const { messages, cursor: next } = JSON.parse(page)
    found.push(...messages)
    cursor = next
  } while (cursor !== undefined)
  return found
}
