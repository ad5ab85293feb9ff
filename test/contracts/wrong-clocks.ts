import { describe, expect, test } from 'vitest'
import { requests } from '../../src/protocol/requests.ts'
import { dayMs, defaultRoomId, heard, type OpenPlace, post, register, room, roomOf } from './place.ts'

const tenYearsMs = 3_650 * dayMs

export function describeWrongClocks(open: OpenPlace): void {
  describe('a clock that jumps', () => {
    test('[promise 14] [P-20] ten years ahead and back leaves the order of messages and events as it was', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      const events = heard(store)
      const jumps = [0, tenYearsMs, -2 * tenYearsMs, tenYearsMs + 1, -tenYearsMs]

      const acks = []
      for (const [index, jumpMs] of jumps.entries()) {
        clock.jump(jumpMs)
        acks.push(await post(store, ada, `message ${index}`))
      }

      const expected = jumps.map((_, index) => index)
      expect(acks.map(({ n }) => n)).toEqual(expected.map((index) => index + 1))
      expect(acks.map(({ seq }) => seq)).toEqual(expected.map((index) => index + 2))
      expect(events.map(({ seq }) => seq)).toEqual(expected.map((index) => index + 2))
      const json = await store.read('history', { accountId: ada.id, roomId, at: 'latest', limit: 10 })
      const { messages } = requests.history.response.parse(JSON.parse(json))
      expect(messages.map(({ text }) => text)).toEqual(expected.map((index) => `message ${index}`))
      expect(messages.map(({ ts }) => ts)).toEqual(acks.map(({ ts }) => ts))
    })

    test('[P-31] costs a client that is away at most a reset, and nothing that was said', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const roomId = await defaultRoomId(store, ada)
      await post(store, ada, 'before')
      clock.jump(tenYearsMs)
      await store.snapshot(ada.id)
      await post(store, ada, 'in ten years')
      clock.jump(-tenYearsMs)
      await post(store, ada, 'now')

      const { epoch } = await store.read('place', {})
      const answer = await store.read('sync', { accountId: ada.id, epoch, roomId, from: 0 })

      expect(JSON.parse(answer.json)).toMatchObject({
        reason: 'pruned',
        snapshot: { messages: [{ text: 'before' }, { text: 'in ten years' }, { text: 'now' }] },
      })
      expect(await roomOf(store, ada)).toMatchObject({ last_n: 3, last_seq: 4 })
    })

    test('does not keep a repeat from being known as one', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const key = crypto.randomUUID()
      const first = await post(store, ada, 'once', { key })

      clock.jump(-tenYearsMs)
      const again = await post(store, ada, 'once', { key })

      expect(again).toEqual({ ...first, dup: true })
    })

    test('moves read marks by what was read, and not by when', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const bob = await register(store, 'bob')
      const roomId = await room(store, ada, 'open', 'Lab')
      await store.execute('join_room', { accountId: bob.id, roomId })
      await post(store, ada, 'one', { roomId })
      clock.jump(-tenYearsMs)
      await post(store, ada, 'two', { roomId })

      await store.execute('mark_read', { accountId: bob.id, roomId, n: 2 })
      clock.jump(tenYearsMs)
      await store.execute('mark_read', { accountId: bob.id, roomId, n: 1 })

      expect(await roomOf(store, bob, roomId)).toMatchObject({ last_n: 2, last_read_n: 2 })
    })
  })
}
