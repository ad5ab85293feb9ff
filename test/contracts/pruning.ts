import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { requests, syncResetSchema } from '../../src/protocol/requests.ts'
import { dayMs, defaultRoomId, heard, type OpenPlace, post, register, room, roomOf } from './place.ts'

const keptMs = 30 * dayMs

export function describePruning(open: OpenPlace): void {
  describe('old events', () => {
    test('[P-31] are kept for 30 days', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      await post(store, ada, 'hello')

      clock.jump(keptMs - 1_000)
      await prune(store, ada)

      expect(await syncFrom(store, ada, 0)).toEqual({ seqs: [1, 2] })
    })

    test('[P-31] are gone then: who was away for longer gets the messages as they stand, never a part of the way', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      await post(store, ada, 'one')
      await post(store, ada, 'two')
      clock.jump(keptMs + 1)
      await post(store, ada, 'three')

      await prune(store, ada)

      const { last_seq } = await roomOf(store, ada)
      expect(last_seq).toBe(4)
      expect(await Promise.all([0, 1, 2, 3, 4].map((from) => syncFrom(store, ada, from)))).toEqual([
        ...[0, 1, 2].map(() => ({ reason: 'pruned', texts: ['one', 'two', 'three'], lastSeq: 4 })),
        { seqs: [4] },
        { seqs: [] },
      ])
    })

    test('[P-20] a room that has none left goes on with the next seq', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const roomId = await room(store, ada, 'open', 'Lab')
      await post(store, ada, 'before', { roomId })
      clock.jump(keptMs + 1)
      await prune(store, ada)
      const before = await roomOf(store, ada, roomId)
      const events = heard(store)

      expect(await syncFrom(store, ada, before.last_seq - 1, roomId)).toMatchObject({ reason: 'pruned' })
      expect(await syncFrom(store, ada, before.last_seq, roomId)).toEqual({ seqs: [] })
      await post(store, ada, 'after', { roomId })

      const next = before.last_seq + 1
      expect(events).toMatchObject([{ seq: next }])
      expect(await roomOf(store, ada, roomId)).toMatchObject({ last_seq: next, last_n: 2 })
      expect(await syncFrom(store, ada, before.last_seq, roomId)).toEqual({ seqs: [next] })
      const history = await store.read('history', { accountId: ada.id, roomId, at: 'latest', limit: 10 })
      expect(JSON.parse(history)).toMatchObject({ messages: [{ text: 'before' }, { text: 'after' }] })
    })

    test('that another store has written are not removed before they were handed over here', async () => {
      const { store, beside, clock } = await open()
      const ada = await register(store, 'ada')
      const other = await beside()
      const events = heard(store)
      await Promise.all(Array.from({ length: 50 }, () => post(other, ada, 'there')))

      clock.jump(keptMs + 1)
      await prune(store, ada)

      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, index) => 2 + index))
    })

    test('leave in batches', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      await Promise.all(Array.from({ length: 2_500 }, () => post(store, ada, 'old')))
      clock.jump(keptMs + 1)
      await post(store, ada, 'new')
      const { last_seq } = await roomOf(store, ada)

      for (let batch = 0; batch < 3; batch += 1) {
        clock.jump(1_000)
        await prune(store, ada)
      }

      expect(await syncFrom(store, ada, last_seq - 2)).toMatchObject({ reason: 'pruned' })
      expect(await syncFrom(store, ada, last_seq - 1)).toEqual({ seqs: [last_seq] })
    })
  })
}

/** Old events are looked for with whatever is asked for next; nothing has to be waited for. */
async function prune(store: Store, account: Account): Promise<void> {
  await store.snapshot(account.id)
}

async function syncFrom(store: Store, reader: Account, from: number, room?: number) {
  const { epoch } = await store.read('place', {})
  const roomId = room ?? (await defaultRoomId(store, reader))
  const answer = await store.read('sync', { accountId: reader.id, epoch, roomId, from })
  if (!answer.reset) {
    const { events } = requests.sync.response.parse(JSON.parse(answer.json))
    return { seqs: events.map(({ payload }) => payload.seq) }
  }
  const { reason, snapshot } = syncResetSchema.parse(JSON.parse(answer.json))
  return { reason, texts: snapshot.messages.map(({ text }) => text), lastSeq: snapshot.room.last_seq }
}
