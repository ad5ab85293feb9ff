import { describe, expect, test } from 'vitest'
import type { StoredEvent } from '../../src/domain/store.ts'
import { add, defaultRoomId, heard, type OpenPlace, post, refusal, register, roomOf, until } from './place.ts'

export function describeFollowing(open: OpenPlace): void {
  describe('following', () => {
    test('events of a write are delivered before the write is acknowledged', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const order: string[] = []
      store.follow((events) => void order.push(...events.map(() => 'event')))

      await Promise.all([
        post(store, ada, 'one').then(() => order.push('ack')),
        post(store, ada, 'two').then(() => order.push('ack')),
      ])

      expect(order).toEqual(['event', 'event', 'ack', 'ack'])
    })

    test('what another store commits arrives by itself, and in order with what is written here', async () => {
      const { store, beside } = await open()
      const other = await beside()
      const ada = await register(store, 'ada')
      const here = heard(store)
      const there = heard(other)
      const count = 150

      await Promise.all(
        [store, other].map(async (one) => {
          for (let sent = 0; sent < count; sent += 1) await post(one, ada, 'hello')
        }),
      )
      const firstSeq = (await roomOf(store, ada)).last_seq - 2 * count + 1
      const isComplete = (events: StoredEvent[]) => events.at(-1)?.seq === firstSeq + 2 * count - 1
      await Promise.all([until(store, () => isComplete(here)), until(other, () => isComplete(there))])

      const expected = Array.from({ length: 2 * count }, (_, index) => firstSeq + index)
      expect(here.map(({ seq }) => seq)).toEqual(expected)
      expect(
        there.filter(({ seq, stream }) => stream === 'room' && seq >= firstSeq).map(({ seq }) => seq),
      ).toEqual(expected)
    })

    test('a snapshot holds all events before it and none after, while others write', async () => {
      const { store, beside } = await open()
      const other = await beside()
      const ada = await register(store, 'ada')
      let lastSeq = (await roomOf(store, ada)).last_seq
      const holes: string[] = []
      store.follow((events) => {
        for (const { seq, stream } of events) {
          if (stream !== 'room') continue
          if (seq !== lastSeq + 1) holes.push(`${lastSeq} → ${seq}`)
          lastSeq = seq
        }
      })
      const done = new AbortController()
      const writing = Promise.all(
        [store, other].map(async (one) => {
          while (!done.signal.aborted) await Promise.all([post(one, ada, 'a'), post(one, ada, 'b')])
        }),
      )

      const differences: number[] = []
      for (let taken = 0; taken < 100; taken += 1) {
        const [view] = await Promise.all([roomOf(store, ada), store.snapshot(ada.id)])
        differences.push(view.last_seq - lastSeq)
        await new Promise(setImmediate)
      }
      done.abort()
      await writing

      expect(new Set(differences)).toEqual(new Set([0]))
      expect(holes).toEqual([])
      expect(lastSeq).toBeGreaterThan(100)
    })

    test('[P-52] a disabled account is told of within a second, whoever disabled it', async () => {
      const { store, beside } = await open()
      const other = await beside()
      const ada = await register(store, 'ada')
      const events = heard(store)
      const startMs = performance.now()

      await other.execute('set_disabled', { accountId: ada.id, disabled: true })
      await until(store, () => events.length > 0)

      expect(events).toMatchObject([
        { stream: 'user', userId: ada.id, type: 'session_revoked', sessionId: null },
      ])
      expect(performance.now() - startMs).toBeLessThan(1_000)
    })

    test('each stream has its own seq, without holes', async () => {
      const { store } = await open()
      const events = heard(store)
      const ada = await register(store, 'ada')
      await add(store, 'bob')
      const roomId = await defaultRoomId(store, ada)

      await store.execute('create_room', { accountId: ada.id, kind: 'open', name: 'Lab', topic: '' })
      await store.execute('set_display_name', { accountId: ada.id, displayName: 'Ada' })

      const seqs = (ofStream: (event: StoredEvent) => boolean) =>
        events.filter(ofStream).map(({ seq }) => seq)
      expect(seqs((event) => event.stream === 'user' && event.userId === ada.id)).toEqual([1, 2, 3])
      expect(seqs((event) => event.stream === 'room' && event.roomId === roomId)).toEqual([1, 2, 3])
      expect(seqs((event) => event.stream === 'room' && event.roomId !== roomId)).toEqual([1, 2])
    })

    test('one who stopped hears nothing, and may stop twice', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const events: StoredEvent[] = []
      const listener = (batch: readonly StoredEvent[]) => void events.push(...batch)
      const stop = store.follow(listener)
      const stopOther = store.follow(listener)

      stop()
      stop()
      await post(store, ada, 'one')
      expect(events).toHaveLength(1)
      stopOther()
      await post(store, ada, 'two')

      expect(events).toHaveLength(1)
    })
  })

  describe('closing', () => {
    test('commits what was asked for, and refuses what is asked later', async () => {
      const { store, beside } = await open()
      const other = await beside()
      const ada = await register(store, 'ada')
      const posted = Promise.all(Array.from({ length: 50 }, () => post(store, ada, 'last words')))

      const closed = store.close()
      const late = refusal(post(store, ada, 'too late'))
      const lateRead = refusal(store.read('place', {}))

      expect(await posted).toHaveLength(50)
      await Promise.all([closed, store.close()])
      expect(await Promise.all([late, lateRead])).toEqual(['unavailable', 'unavailable'])
      expect(await refusal(store.snapshot(ada.id).then(() => 'a snapshot'))).toBe('unavailable')
      expect(await roomOf(other, ada)).toMatchObject({ last_n: 50 })
    })
  })
}
