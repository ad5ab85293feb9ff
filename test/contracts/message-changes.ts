import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
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
  describe('editing a message', () => {
    test('says it in other words, wherever it is read, and names others', async () => {
      const { store, clock } = await open()
      const [ada, bob, cat] = await Promise.all([
        register(store, 'ada'),
        register(store, 'bob'),
        register(store, 'cat'),
      ])
      const roomId = await defaultRoomId(store, ada)
      const posted = await post(store, ada, 'hello @bob')
      const events = heard(store)
      clock.jump(1_000)

      const edited = await edit(store, ada, posted.messageId, { text: 'hello @cat', from: 1 })

      expect(edited).toEqual({ roomId, version: 2, editedAtMs: clock.nowMs() })
      expect(events.map(({ type, seq }) => [type, seq])).toEqual([['message_edited', posted.seq + 1]])
      const message = {
        ...{ message_id: String(posted.messageId), seq: posted.seq, n: 1, ts: posted.ts },
        ...{ text: 'hello @cat', mentions: [String(cat.id)], version: 2, edited_ts: clock.nowMs() },
      }
      expect(payloadOf(events[0])).toMatchObject({ room: String(roomId), ts: clock.nowMs(), message })
      expect(await roomOf(store, bob)).toMatchObject({ mentions: 0 })
      expect(await roomOf(store, cat)).toMatchObject({ mentions: 1, last_n: 1 })
      const page = await store.read('history', { accountId: bob.id, roomId, at: 'latest', limit: 1 })
      expect(JSON.parse(page).messages).toMatchObject([message])
    })

    test('[P-22] that holds already is a success that nobody is told of; of an older version it is a conflict', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const { messageId } = await post(store, ada, 'one')
      const first = await edit(store, ada, messageId, { text: 'two', from: 1 })
      const events = heard(store)

      expect(await edit(store, ada, messageId, { text: 'two', from: 1 })).toEqual(first)
      expect(await refusal(edit(store, ada, messageId, { text: 'three', from: 1 }))).toBe('version_conflict')
      expect(events).toEqual([])
      expect(await edit(store, ada, messageId, { text: 'three', from: 2 })).toMatchObject({ version: 3 })
    })

    test('of two in one turn the second is a conflict', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const { messageId } = await post(store, ada, 'one')

      const outcomes = await Promise.all([
        edit(store, ada, messageId, { text: 'two', from: 1 }).then(({ version }) => version),
        refusal(edit(store, ada, messageId, { text: 'three', from: 1 })),
      ])

      expect(outcomes).toEqual([2, 'version_conflict'])
    })

    test('is for its sender alone, leaves something to say, and does not bring back what is deleted', async () => {
      const { store } = await open()
      const [ada, mod] = await Promise.all([register(store, 'ada'), add(store, 'mod', 'owner')])
      const { messageId } = await post(store, ada, 'one')
      const shown = await post(store, ada, 'look', { imageIds: [await picture(store, ada, 'one')] })

      expect(await refusal(edit(store, mod, messageId, { text: 'two', from: 1 }))).toBe('forbidden')
      expect(await refusal(edit(store, ada, messageId, { text: ' ', from: 1 }))).toBe('bad_request')
      expect(await edit(store, ada, shown.messageId, { text: '', from: 1 })).toMatchObject({ version: 2 })
      await store.execute('delete_message', { accountId: ada.id, messageId })
      expect(await refusal(edit(store, ada, messageId, { text: 'two', from: 2 }))).toBe('not_found')
    })

    test('[P-24] that was deleted later is replayed without its words', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      const posted = await post(store, ada, 'a secret')
      await edit(store, ada, posted.messageId, { text: 'another secret', from: 1 })
      await store.execute('delete_message', { accountId: ada.id, messageId: posted.messageId })
      const { epoch } = await store.read('place', {})

      const { json } = await store.read('sync', { accountId: ada.id, roomId, epoch, from: posted.seq - 1 })

      expect(json).not.toContain('secret')
      expect(JSON.parse(json).events).toMatchObject([
        { type: 'message', payload: { deleted: true, version: 3 } },
        { type: 'message_edited', payload: { message: { deleted: true, version: 3 } } },
        { type: 'message_deleted' },
      ])
    })
  })

  describe('answering a message', () => {
    test('quotes the beginning of what it says now', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      const { messageId } = await post(store, ada, '🙂'.repeat(201))
      const shown = await post(store, ada, '', { imageIds: [await picture(store, ada, 'one')] })
      const events = heard(store)

      await post(store, ada, 'yes', { replyTo: messageId })
      await post(store, ada, 'nice', { replyTo: shown.messageId })

      const quote = { message_id: String(messageId), n: 1, sender_name: 'ada', has_image: false }
      expect(payloadOf(events[0])['reply']).toEqual({ ...quote, text: '🙂'.repeat(200) })
      const thumb_url = expect.stringMatching(/^\/temp\/images\/.*one/)
      expect(payloadOf(events[1])).toMatchObject({ reply: { text: '', has_image: true, thumb_url } })
      await edit(store, ada, messageId, { text: 'short', from: 1 })
      const page = await store.read('history', { accountId: ada.id, roomId, at: { afterN: 2 }, limit: 1 })
      expect(JSON.parse(page).messages).toMatchObject([{ reply: { ...quote, text: 'short' } }])
    })

    test('[P-24] quotes nothing that is deleted', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      const { messageId } = await post(store, ada, 'a secret')
      await post(store, ada, 'what?', { replyTo: messageId })
      await store.execute('delete_message', { accountId: ada.id, messageId })

      const page = await store.read('history', { accountId: ada.id, roomId, at: 'latest', limit: 2 })

      expect(page).not.toContain('secret')
      expect(JSON.parse(page).messages[1].reply).toMatchObject({ text: '', deleted: true })
    })
  })

  describe('reacting to a message', () => {
    test('shows who did, by emoji and in the order of first use, wherever the message is read', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await defaultRoomId(store, ada)
      const { messageId, seq } = await post(store, ada, 'one')
      const events = heard(store)

      await react(store, bob, messageId, '👍')
      await react(store, ada, messageId, '❤️')
      await react(store, ada, messageId, '👍')

      expect(events.map((event) => [event.type, event.seq])).toEqual(
        [1, 2, 3].map((after) => ['reaction', seq + after]),
      )
      expect(payloadOf(events[2])).toMatchObject({
        ...{ message_id: String(messageId), n: 1, user_id: String(ada.id), emoji: '👍', on: true },
        reactions: { '👍': [String(bob.id), String(ada.id)], '❤️': [String(ada.id)] },
      })
      const page = await store.read('history', { accountId: bob.id, roomId, at: 'latest', limit: 1 })
      const [message] = JSON.parse(page).messages
      expect(Object.entries(message.reactions)).toEqual([
        ['👍', [String(bob.id), String(ada.id)]],
        ['❤️', [String(ada.id)]],
      ])
    })

    test('[P-22] that holds already is a success that nobody is told of', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const { messageId } = await post(store, ada, 'one')
      const events = heard(store)

      for (const on of [false, true, true, false, false]) await react(store, ada, messageId, '👍', on)

      expect(events.map((event) => payloadOf(event)['on'])).toEqual([true, false])
      expect(payloadOf(events[1])).toMatchObject({ reactions: {} })
    })

    test('ends at twenty different emoji, and those that are there can be joined', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const { messageId } = await post(store, ada, 'one')
      const emoji = Array.from({ length: 21 }, (_, index) => String.fromCodePoint(0x1f600 + index))
      for (const each of emoji.slice(0, 20)) await react(store, ada, messageId, each)

      expect(await refusal(react(store, ada, messageId, emoji[20] ?? ''))).toBe('quota_exceeded')
      await react(store, bob, messageId, '😀')
      await react(store, ada, messageId, '😁', false)
      await react(store, ada, messageId, emoji[20] ?? '')
    })

    test('names fifty people, and counts all', async () => {
      const { store } = await open()
      const people = await Promise.all(Array.from({ length: 52 }, (_, n) => add(store, `person${n}`)))
      const [ada] = people as [Account]
      const roomId = await defaultRoomId(store, ada)
      const { messageId } = await post(store, ada, 'one')

      await Promise.all(people.map((person) => react(store, person, messageId, '👍')))

      const page = await store.read('history', { accountId: ada.id, roomId, at: 'latest', limit: 1 })
      const [message] = JSON.parse(page).messages
      expect(message.reactions['👍']).toHaveLength(50)
      expect(message.reaction_counts).toEqual({ '👍': 52 })
    })

    test('[P-24] goes with the message, and cannot be put to what is deleted', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      const { messageId } = await post(store, ada, 'one')
      await react(store, ada, messageId, '👍')
      await store.execute('delete_message', { accountId: ada.id, messageId })

      const page = await store.read('history', { accountId: ada.id, roomId, at: 'latest', limit: 1 })

      expect(page).not.toContain('reactions')
      expect(await refusal(react(store, ada, messageId, '👍'))).toBe('not_found')
    })
  })

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
      expect(told).toMatchObject({ seq: secret.seq + 1, message: { deleted: true, text: '' } })
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

/** `from`: the version that the editor has before them. */
function edit(
  store: Store,
  editor: Account,
  messageId: number,
  { text, from: expectVersion }: { text: string; from: number },
) {
  return store.execute('edit_message', { accountId: editor.id, messageId, text, expectVersion })
}

async function react(
  store: Store,
  reader: Account,
  messageId: number,
  ...[emoji, on = true]: [string, boolean?]
) {
  await store.execute('react', { accountId: reader.id, messageId, emoji, on })
}
