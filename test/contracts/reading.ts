import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { QueryInput } from '../../src/domain/queries.ts'
import type { Store } from '../../src/domain/store.ts'
import { limits } from '../../src/protocol/limits.ts'
import { requests, syncResetSchema } from '../../src/protocol/requests.ts'
import { present } from '../helpers/present.ts'
import { defaultRoomId, type OpenPlace, picture, post, register, room } from './place.ts'

export function describeReading(open: OpenPlace): void {
  describe('history', () => {
    test('comes oldest first, from wherever it is asked, and says whether there is more', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await chatter(store, ada, 10)

      expect(await page(store, ada, 'latest', 3)).toEqual({ ns: [8, 9, 10], more: true })
      expect(await page(store, ada, 'latest', 10)).toEqual({
        ns: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        more: false,
      })
      expect(await page(store, ada, { beforeN: 8 }, 3)).toEqual({ ns: [5, 6, 7], more: true })
      expect(await page(store, ada, { beforeN: 3 }, 3)).toEqual({ ns: [1, 2], more: false })
      expect(await page(store, ada, { afterN: 0 }, 3)).toEqual({ ns: [1, 2, 3], more: true })
      expect(await page(store, ada, { afterN: 8 }, 3)).toEqual({ ns: [9, 10], more: false })
      expect(await page(store, ada, { afterN: 10 }, 3)).toEqual({ ns: [], more: false })
      expect(await page(store, ada, { aroundN: 5 }, 4)).toEqual({ ns: [3, 4, 5, 6], more: true })
      expect(await page(store, ada, { aroundN: 10 }, 4)).toEqual({ ns: [7, 8, 9, 10], more: true })
      expect(await page(store, ada, { aroundN: 1 }, 100)).toEqual({
        ns: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        more: false,
      })
    })

    test('ends a page before the reply is too large, and goes on from there', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      // Control characters are the worst case: six bytes of JSON for one of text.
      await chatter(store, ada, 12, '\u0001'.repeat(limits.maxTextBytes))
      const roomId = await defaultRoomId(store, ada)

      const seen: number[] = []
      let before = 13
      for (let more = true; more; ) {
        const json = await store.read('history', {
          accountId: ada.id,
          roomId,
          at: { beforeN: before },
          limit: 100,
        })
        expect(Buffer.byteLength(json)).toBeLessThanOrEqual(limits.maxReplyBytes)
        const parsed = requests.history.response.parse(JSON.parse(json))
        seen.unshift(...parsed.messages.map(({ n }) => n))
        before = present(seen[0], 'a page that is not empty')
        more = parsed.more
      }

      expect(seen).toEqual(Array.from({ length: 12 }, (_, index) => index + 1))
    })

    test('is read by one who joined later, from before that', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      await post(store, ada, 'before', { roomId })
      await store.execute('join_room', { accountId: bob.id, roomId })

      const json = await store.read('history', { accountId: bob.id, roomId, at: 'latest', limit: 10 })

      expect(JSON.parse(json)).toMatchObject({ messages: [{ text: 'before', sender_name: 'ada' }] })
    })
  })

  describe('sync', () => {
    test('[P-30] fills a gap page by page, in order and without holes', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await chatter(store, ada, 450)
      await register(store, 'bob')
      const from = 10

      const seqs: number[] = []
      let at = from
      const sizes: number[] = []
      for (let more = true; more; ) {
        const answer = await syncFrom(store, ada, at)
        const parsed = requests.sync.response.parse(JSON.parse(answer.json))
        expect(parsed.from).toBe(at)
        seqs.push(...parsed.events.map(({ payload }) => payload.seq))
        sizes.push(parsed.events.length)
        at = parsed.to
        more = parsed.more
      }

      expect(seqs).toEqual(Array.from({ length: at - from }, (_, index) => from + 1 + index))
      expect(at).toBe(452)
      expect(sizes).toEqual([200, 200, 42])
    })

    test('[P-30] one who has everything gets nothing', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')

      const answer = await syncFrom(store, ada, 1)

      expect(JSON.parse(answer.json)).toMatchObject({ from: 1, to: 1, events: [], more: false })
    })

    test('[P-25] carries what the live event carried', async () => {
      const { store } = await open()
      const frames: unknown[] = []
      store.follow((events) => {
        for (const { stream, frame } of events) if (stream === 'room') frames.push(JSON.parse(frame))
      })
      const ada = await register(store, 'ada')
      await post(store, ada, 'look "here"\u2028', { imageIds: [await picture(store, ada, 'one')] })

      const answer = await syncFrom(store, ada, 0)

      expect(JSON.parse(answer.json)).toMatchObject({ events: frames })
      expect(frames).toHaveLength(2)
    })

    test('ends a page before the reply is too large', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await chatter(store, ada, 6, '\u0001'.repeat(limits.maxTextBytes))

      const { json } = await syncFrom(store, ada, 0)

      expect(Buffer.byteLength(json)).toBeLessThanOrEqual(limits.maxReplyBytes)
      expect(JSON.parse(json)).toMatchObject({ to: 3, more: true })
    })

    test.each([
      ['epoch', 0, 'another epoch'],
      ['ahead', 1_000_000, null],
      ['gap', 0, null],
    ] as const)(
      '[P-31] resets for reason %s, with the room and its last messages',
      async (reason, from, epoch) => {
        const { store } = await open()
        const ada = await register(store, 'ada')
        await chatter(store, ada, reason === 'gap' ? limits.maxSyncGap : 60)

        const answer = await syncFrom(store, ada, from, epoch)

        expect(answer.reset).toBe(true)
        const reset = syncResetSchema.parse(JSON.parse(answer.json))
        expect(reset).toMatchObject({ reason, epoch: (await store.read('place', {})).epoch })
        expect(reset.snapshot.messages).toHaveLength(50)
        expect(reset.snapshot.messages.at(-1)?.n).toBe(reset.snapshot.room.last_n)
        expect(reset.snapshot.more).toBe(true)
      },
    )

    test('[P-31] fills the widest gap that is allowed', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await chatter(store, ada, limits.maxSyncGap)

      expect((await syncFrom(store, ada, 1)).reset).toBe(false)
      expect((await syncFrom(store, ada, 0)).reset).toBe(true)
    })
  })

  test('a read that is given up rejects at once with the reason, and spoils no other', async () => {
    const { store } = await open()
    const gaveUp = new AbortController()

    const first = store.read('place', {}, { signal: gaveUp.signal })
    const second = store.read('place', {})
    gaveUp.abort(new Error('changed my mind'))

    await expect(first).rejects.toThrow('changed my mind')
    await expect(second).resolves.toMatchObject({ claimed: false })
    await expect(store.read('place', {}, { signal: gaveUp.signal })).rejects.toThrow('changed my mind')
  })
}

async function chatter(store: Store, sender: Account, count: number, text = 'hello'): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => post(store, sender, text)))
}

async function page(store: Store, reader: Account, at: QueryInput<'history'>['at'], limit: number) {
  const roomId = await defaultRoomId(store, reader)
  const json = await store.read('history', { accountId: reader.id, roomId, at, limit })
  const { messages, more, room: of } = requests.history.response.parse(JSON.parse(json))
  expect(of).toBe(String(roomId))
  return { ns: messages.map(({ n }) => n), more }
}

async function syncFrom(store: Store, reader: Account, from: number, epoch: string | null = null) {
  const place = await store.read('place', {})
  const roomId = await defaultRoomId(store, reader)
  return store.read('sync', { accountId: reader.id, epoch: epoch ?? place.epoch, roomId, from })
}
