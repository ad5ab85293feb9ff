import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { add, heard, type OpenPlace, post, refusal, room, roomOf } from './place.ts'

export function describeAccountLimits(open: OpenPlace): void {
  describe('what one account may take', () => {
    test('[P-65] are so many rooms that it makes, also where it left or archived them', async () => {
      const { store } = await open({ limits: { madeRoomsPerUser: 2 } })
      const [ada, bob] = await Promise.all([add(store, 'ada'), add(store, 'bob')])
      const lab = await room(store, ada, 'open', 'Lab')
      const den = await room(store, ada, 'private', 'Den')
      await store.execute('archive_room', { accountId: ada.id, roomId: lab, on: true })
      await store.execute('leave_room', { accountId: ada.id, roomId: den })

      expect(await refusal(room(store, ada, 'open', 'Attic'))).toBe('too_many_rooms')

      expect(await direct(store, ada, bob)).toBeGreaterThan(0)
      expect(await room(store, bob, 'open', 'Attic')).toBeGreaterThan(0)
    })

    test('[P-65] are so many rooms that it is in, whoever would bring it into another', async () => {
      const { store } = await open({ limits: { roomsPerUser: 2 } })
      const [ada, bob, cat] = await Promise.all([add(store, 'ada'), add(store, 'bob'), add(store, 'cat')])
      const lab = await room(store, ada, 'open', 'Lab')
      const attic = await room(store, bob, 'open', 'Attic')
      const invite = (by: Account, roomId: number, whom: readonly Account[]) =>
        store.execute('add_to_room', { accountId: by.id, roomId, userIds: whom.map(({ id }) => id) })

      expect(await refusal(room(store, ada, 'private', 'Den'))).toBe('too_many_rooms')
      expect(await refusal(store.execute('join_room', { accountId: ada.id, roomId: attic }))).toBe(
        'too_many_rooms',
      )
      expect(await refusal(invite(ada, lab, [cat, bob]))).toBe('too_many_rooms')

      expect(await invite(ada, lab, [cat, ada])).toEqual({ added: [cat.id] })
      await store.execute('leave_room', { accountId: ada.id, roomId: lab })
      expect(await store.execute('join_room', { accountId: ada.id, roomId: attic })).toMatchObject({
        name: 'Attic',
      })
    })

    test('[P-65] are so many direct rooms that it opens first, and any that others open', async () => {
      const { store } = await open({ limits: { directRoomsPerUser: 1, roomsPerUser: 1 } })
      const [ada, bob, cat] = await Promise.all([add(store, 'ada'), add(store, 'bob'), add(store, 'cat')])
      const withBob = await direct(store, ada, bob)

      expect(await refusal(direct(store, ada, cat))).toBe('too_many_rooms')

      expect(await direct(store, ada, bob)).toBe(withBob)
      const withCat = await direct(store, cat, ada)
      await post(store, cat, 'hello', { roomId: withCat })
      expect(await roomOf(store, ada, withCat)).toMatchObject({ kind: 'direct', last_n: 1 })
    })

    test('[P-65] are so many logins, of which a new one ends the idlest, and is never refused', async () => {
      const { store, clock } = await open({ limits: { sessionsPerUser: 3 } })
      const [ada, bob] = await Promise.all([add(store, 'ada'), add(store, 'bob')])
      const opened: Awaited<ReturnType<typeof logIn>>[] = []
      for (const device of ['laptop', 'phone', 'tablet']) {
        opened.push(await logIn(store, ada, device))
        clock.jump(1_000)
      }
      await logIn(store, bob, 'desk')
      await store.execute('touch_session', { sessionId: opened[0]?.sessionId ?? 0 })
      const events = heard(store)

      await logIn(store, ada, 'bot')

      const devices = async ({ id }: Account) =>
        (await store.read('sessions', { accountId: id })).map(({ device }) => device)
      expect((await devices(ada)).toSorted()).toEqual(['bot', 'laptop', 'tablet'])
      expect(await devices(bob)).toEqual(['desk'])
      expect(events).toMatchObject([
        { type: 'session_revoked', userId: ada.id, sessionId: opened[1]?.sessionId },
      ])
      expect(await store.read('session_by_token', { token: opened[1]?.secret ?? '' })).toBeNull()
    })
  })
}

async function direct(store: Store, by: Account, other: Account): Promise<number> {
  const { id } = await store.execute('open_direct_room', { accountId: by.id, userIds: [other.id] })
  return Number(id)
}

function logIn(store: Store, { id }: Account, device: string) {
  return store.execute('open_session', { accountId: id, provenHash: 'hash', device, grant: 'token' })
}
