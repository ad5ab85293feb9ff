import { describe, expect, test } from 'vitest'
import {
  add,
  defaultRoomId,
  heard,
  type OpenPlace,
  payloadOf,
  picture,
  post,
  refusal,
  register,
  room,
  roomOf,
} from './place.ts'

export function describeMessageChanges(open: OpenPlace): void {
  describe('deleting a message', () => {
    test('[P-24] leaves a place without words, wherever it is read, and the events before it too', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await defaultRoomId(store, ada)
      const { last_seq: from } = await roomOf(store, ada)
      const quoted = await post(store, ada, 'quoted')
      const secret = await post(store, ada, 'a secret for @bob', { replyTo: quoted.messageId })
      const { epoch } = await store.read('place', {})
      expect(await roomOf(store, bob)).toMatchObject({ mentions: 1 })
      const events = heard(store)

      await store.execute('delete_message', { accountId: ada.id, messageId: secret.messageId })

      const { message_id, n, ...told } = payloadOf(events[0])
      expect([events[0]?.type, message_id, n]).toEqual(['message_deleted', String(secret.messageId), 2])
      expect(told).toMatchObject({ room: String(roomId), seq: secret.seq + 1 })
      expect(await roomOf(store, bob)).toMatchObject({ mentions: 0, last_n: 2 })
      const history = await store.read('history', { accountId: bob.id, roomId, at: 'latest', limit: 1 })
      const { json } = await store.read('sync', { accountId: bob.id, roomId, epoch, from })
      for (const page of [history, json]) {
        expect(page).toContain('"deleted":true')
        expect(page).not.toMatch(/secret|mentions|reply_to/)
      }
      expect(JSON.parse(json).events.map(({ type }: { type: string }) => type)).toEqual([
        'message',
        'message',
        'message_deleted',
      ])
    })

    test('twice is deleting once', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const { messageId } = await post(store, ada, 'once')
      const input = { accountId: ada.id, messageId }
      await store.execute('delete_message', input)
      const events = heard(store)

      expect(await store.execute('delete_message', input)).toMatchObject({ filenames: [] })
      expect(events).toEqual([])
    })

    test('[P-22] leaves the key: what was sent again is no message', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const key = crypto.randomUUID()
      const first = await post(store, ada, 'said in haste', { key })
      await store.execute('delete_message', { accountId: ada.id, messageId: first.messageId })

      expect(await post(store, ada, 'said in haste', { key })).toEqual({ ...first, dup: true })
      expect(await roomOf(store, ada)).toMatchObject({ last_n: 1 })
    })

    test('is for its sender, and for those who own or moderate the room', async () => {
      const { store } = await open()
      const [ada, bob, mod] = await Promise.all([
        register(store, 'ada'),
        register(store, 'bob'),
        add(store, 'mod', 'moderator'),
      ])
      const { messageId } = await post(store, ada, 'mine')
      const roomId = await room(store, ada, 'private', 'Lab')
      const elsewhere = await post(store, ada, 'mine too', { roomId })
      const remove = (accountId: number, id: number) =>
        store.execute('delete_message', { accountId, messageId: id })

      expect(await refusal(remove(bob.id, messageId))).toBe('forbidden')
      expect(await refusal(remove(bob.id, elsewhere.messageId))).toBe('not_found')
      expect(await refusal(remove(bob.id, 404))).toBe('not_found')
      expect(await remove(mod.id, messageId)).toMatchObject({ filenames: [] })
    })

    test('forgets its pictures, but not one that another message shows', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const [once, twice] = [await picture(store, ada, 'once'), await picture(store, ada, 'twice')]
      const first = await post(store, ada, '', { imageIds: [once, twice] })
      const second = await post(store, ada, '', { imageIds: [twice] })
      const remove = (messageId: number) => store.execute('delete_message', { accountId: ada.id, messageId })
      const find = (filename: string) => store.read('image_by_filename', { accountId: ada.id, filename })

      expect(await remove(first.messageId)).toMatchObject({ filenames: ['once.webp', 'once-thumb.webp'] })
      expect(await find('once.webp')).toBeNull()
      expect(await find('twice.webp')).toMatchObject({ imageId: twice })
      expect(await remove(second.messageId)).toMatchObject({ filenames: ['twice.webp', 'twice-thumb.webp'] })
    })
  })
}
