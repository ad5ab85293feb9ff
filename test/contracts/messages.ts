import { describe, expect, test } from 'vitest'
import {
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

export function describeMessages(open: OpenPlace): void {
  describe('a message', () => {
    test('[P-20] takes the next seq and n of its room, and is the same in the ack and in the event', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const { last_seq } = await roomOf(store, ada)
      const events = heard(store)

      const posted = await Promise.all([post(store, ada, 'one'), post(store, ada, 'two')])

      expect(posted).toMatchObject([
        { seq: last_seq + 1, n: 1, ts: clock.nowMs(), dup: false },
        { seq: last_seq + 2, n: 2, ts: clock.nowMs(), dup: false },
      ])
      expect(events).toMatchObject([{ seq: last_seq + 1 }, { seq: last_seq + 2 }])
      expect(payloadOf(events[1])).toEqual({
        message_id: String(posted[1].messageId),
        room: String(posted[1].roomId),
        seq: posted[1].seq,
        n: 2,
        ts: posted[1].ts,
        sender_id: String(ada.id),
        sender_name: 'ada',
        client_msg_id: posted[1].clientMessageId,
        text: 'two',
        images: [],
        version: 1,
      })
    })

    test('without a room goes to the default one, and gets a key where it has none', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')

      const first = await post(store, ada, 'same', { key: null })
      const second = await post(store, ada, 'same', { key: null })

      expect(first.roomId).toBe(await defaultRoomId(store, ada))
      expect(first.clientMessageId).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
      expect(second).toMatchObject({ n: 2, dup: false })
    })

    test('[P-22] sent again gets the first answer and is told to nobody', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const key = crypto.randomUUID()
      const first = await post(store, ada, 'once', { key })
      const events = heard(store)
      clock.jump(1_000)

      const again = await post(store, ada, 'once', { key: key.toUpperCase() })

      expect(again).toEqual({ ...first, dup: true })
      expect(events).toEqual([])
      expect(await roomOf(store, ada)).toMatchObject({ last_n: 1 })
    })

    test('[P-22] sent twice in one turn is one message', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const key = crypto.randomUUID()

      const [first, again] = await Promise.all([
        post(store, ada, 'once', { key }),
        post(store, ada, 'once', { key }),
      ])

      expect(again).toEqual({ ...first, dup: true })
      expect(await roomOf(store, ada)).toMatchObject({ last_n: 1 })
    })

    test('[P-22] a key is its sender’s: another may have the same', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const key = crypto.randomUUID()

      const posted = await Promise.all([
        post(store, ada, 'mine', { key }),
        post(store, bob, 'mine too', { key }),
      ])

      expect(posted).toMatchObject([
        { n: 1, dup: false },
        { n: 2, dup: false },
      ])
    })

    test('[P-22] a key that was used for other content is a conflict', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await room(store, ada, 'open', 'Lab')
      const [one, two] = [await picture(store, ada, 'one'), await picture(store, ada, 'two')]
      const quoted = await post(store, ada, 'quoted')
      const key = crypto.randomUUID()
      await post(store, ada, 'text', { key, imageIds: [one, two], replyTo: quoted.messageId })
      const same = { key, imageIds: [one, two], replyTo: quoted.messageId }

      const outcomes = await Promise.all([
        refusal(post(store, ada, 'Text', same)),
        refusal(post(store, ada, 'text', { ...same, imageIds: [two, one] })),
        refusal(post(store, ada, 'text', { ...same, imageIds: [one] })),
        refusal(post(store, ada, 'text', { key, imageIds: [one, two] })),
        refusal(post(store, ada, 'text', { ...same, roomId })),
      ])

      expect(new Set(outcomes)).toEqual(new Set(['idempotency_conflict']))
      expect(await post(store, ada, 'text', same)).toMatchObject({ dup: true })
    })

    test('[P-22] a repeat is answered even to one who has left the room meanwhile', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await room(store, ada, 'open', 'Lab')
      const key = crypto.randomUUID()
      const first = await post(store, ada, 'bye', { roomId, key })
      await store.execute('leave_room', { accountId: ada.id, roomId })

      expect(await post(store, ada, 'bye', { roomId, key })).toEqual({ ...first, dup: true })
      expect(await refusal(post(store, ada, 'more', { roomId }))).toBe('not_member')
    })

    test('that says nothing, or shows or quotes what is not to be had, is refused and takes no number', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      const elsewhere = await post(store, ada, 'elsewhere', { roomId })
      const [mine, foreign] = [await picture(store, ada, 'mine'), await picture(store, bob, 'foreign')]

      const outcomes = await Promise.all([
        refusal(post(store, ada, '')),
        refusal(post(store, ada, ' \n\t')),
        refusal(post(store, ada, 'look', { imageIds: [foreign] })),
        refusal(post(store, ada, 'look', { imageIds: [404] })),
        refusal(post(store, ada, 'look', { imageIds: [mine, mine] })),
        refusal(post(store, ada, 'yes', { replyTo: 404 })),
        refusal(post(store, ada, 'yes', { replyTo: elsewhere.messageId })),
      ])

      expect(new Set(outcomes)).toEqual(new Set(['bad_request']))
      expect(await post(store, ada, '', { imageIds: [mine] })).toMatchObject({ n: 1 })
      expect(await refusal(post(store, ada, 'where', { roomId: 404 }))).toBe('not_found')
    })

    test('that is refused does not spoil those that were sent in the same turn', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      const events = heard(store)

      const outcomes = await Promise.allSettled([
        post(store, ada, 'one'),
        post(store, ada, ''),
        post(store, ada, 'nowhere', { roomId: 404 }),
        post(store, ada, 'two'),
        // Refused after it has written: its own changes are undone, and only those.
        store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [ada.id, 404] }),
        register(store, 'Ada'),
        post(store, ada, 'three'),
      ])

      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual([
        true,
        false,
        false,
        true,
        false,
        false,
        true,
      ])
      const seqs = events.map(({ seq }) => seq)
      expect(seqs).toEqual([seqs[0], (seqs[0] ?? 0) + 1, (seqs[0] ?? 0) + 2])
      expect(events.map((event) => payloadOf(event)['n'])).toEqual([1, 2, 3])
    })

    test('shows its pictures in order, wherever it is read', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      const [one, two] = [await picture(store, ada, 'one'), await picture(store, ada, 'two')]
      const events = heard(store)

      await post(store, ada, 'look', { imageIds: [two, one] })

      const shown = [
        { image_id: String(two), url: '/temp/images/two.webp', thumb_url: '/temp/images/two-thumb.webp' },
        { image_id: String(one), url: '/temp/images/one.webp', thumb_url: '/temp/images/one-thumb.webp' },
      ]
      expect(payloadOf(events[0])).toMatchObject({ images: shown })
      const page = await store.read('history', { accountId: ada.id, roomId, at: 'latest', limit: 1 })
      expect(JSON.parse(page)).toMatchObject({ messages: [{ images: shown }] })
    })
  })

  describe('read marks', () => {
    test("[P-22] one's own message advances one's mark, and nobody else's", async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])

      await post(store, ada, 'one')
      await post(store, ada, 'two')

      expect(await roomOf(store, ada)).toMatchObject({ last_n: 2, last_read_n: 2 })
      expect(await roomOf(store, bob)).toMatchObject({ last_n: 2, last_read_n: 0 })
    })

    test('[P-22] a mark never moves back, nor past the last message', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await defaultRoomId(store, bob)
      for (const text of ['one', 'two', 'three']) await post(store, ada, text)
      const mark = (n: number) => store.execute('mark_read', { accountId: bob.id, roomId, n })

      expect(await mark(2)).toEqual({ n: 2, mentions: 0 })
      expect(await mark(1)).toEqual({ n: 2, mentions: 0 })
      expect(await mark(99)).toEqual({ n: 3, mentions: 0 })
      expect(await roomOf(store, bob)).toMatchObject({ last_read_n: 3 })
    })
  })

  describe('mentions', () => {
    test.each([
      ['@bob', 1],
      ['hello @Bob!', 1],
      ['(@bob), and @bob again', 1],
      ['ends with @bob.', 1],
      ['＠bob in fullwidth is not a mention', 0],
      ['mail me: ada@bob', 0],
      ['@bobby', 0],
      ['@room lunch', 1],
      ['@rooms', 0],
      ['@李雷你好', 0],
      ['no name', 0],
    ])('"%s" names bob %i times', async (text, mentions) => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])

      await post(store, ada, text)

      expect(await roomOf(store, bob)).toMatchObject({ mentions })
      expect(await roomOf(store, ada)).toMatchObject({ mentions: 0 })
    })

    test.each(['@李雷', '@李雷你好', '你好@李雷。', '@李雷，早'])('"%s" names 李雷', async (text) => {
      const { store } = await open()
      const [ada, lei] = await Promise.all([register(store, 'ada'), register(store, '李雷')])

      await post(store, ada, text)

      expect(await roomOf(store, lei)).toMatchObject({ mentions: 1 })
    })

    test.each([
      ['@上海人民', '上海'],
      ['@上', '上'],
      ['@上海.', '上海'],
      ['@上a海', '上'],
      ['@ann.b.c', 'ann.b'],
      ['@room.上海', 'room'],
      ['@人民', null],
      ['@ann.bc', null],
    ])('"%s" names %s, the longest that is in the room', async (text, name) => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const members = await Promise.all(
        ['上', '上海', 'ann', 'ann.b'].map((username) => register(store, username)),
      )
      await Promise.all(['上海人', 'ann.b.c'].map((username) => register(store, username)))
      const roomId = await room(store, ada, 'private', 'Lab')
      await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: members.map(({ id }) => id) })

      await post(store, ada, text, { roomId })

      const named: string[] = []
      for (const member of members)
        if ((await roomOf(store, member, roomId)).mentions > 0) named.push(member.username)
      expect(named).toEqual(
        name === 'room' ? members.map(({ username }) => username) : [name].filter(Boolean),
      )
    })

    test('are said with the message wherever it is read, as they were when it was written', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await defaultRoomId(store, ada)
      const events = heard(store)

      await post(store, ada, '@bob, @ada and @cat')
      await post(store, ada, '@room')
      await post(store, ada, 'nobody@bob')
      await register(store, 'cat')

      const named = { mentions: [String(ada.id), String(bob.id)] }
      expect(payloadOf(events[0])).toMatchObject(named)
      expect(payloadOf(events[1])).toMatchObject({ mentions_room: true })
      expect(payloadOf(events[1])).not.toHaveProperty('mentions')
      const page = await store.read('history', { accountId: bob.id, roomId, at: 'latest', limit: 3 })
      expect(JSON.parse(page)).toMatchObject({ messages: [named, { mentions_room: true }, {}] })
      expect(JSON.parse(page).messages[2]).not.toHaveProperty('mentions')
    })

    test('are counted above the read mark, and are of members only', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      await post(store, ada, '@bob before he came', { roomId })
      await store.execute('join_room', { accountId: bob.id, roomId })

      for (const text of ['@bob', '@room', 'nothing', '@bob @room']) await post(store, ada, text, { roomId })

      expect(await roomOf(store, bob, roomId)).toMatchObject({ mentions: 4 })
      expect(await store.execute('mark_read', { accountId: bob.id, roomId, n: 3 })).toEqual({
        n: 3,
        mentions: 2,
      })
      expect(await store.execute('mark_read', { accountId: bob.id, roomId, n: 5 })).toEqual({
        n: 5,
        mentions: 0,
      })
    })
  })
}
