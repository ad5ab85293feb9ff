import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { add, dayMs, type OpenPlace, picture, post, refusal, register, room } from './place.ts'

export function describePictures(open: OpenPlace): void {
  describe('a picture', () => {
    test('is seen by its owner, and by members of a room where a message shows it', async () => {
      const { store } = await open()
      const [ada, bob, eve] = (await Promise.all(
        ['ada', 'bob', 'eve'].map((name) => register(store, name)),
      )) as [Account, Account, Account]
      const roomId = await room(store, ada, 'private', 'Lab')
      await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [bob.id] })
      const imageId = await picture(store, ada, 'cat')

      expect(await whoSees(store, 'cat.webp', [ada, bob, eve])).toEqual([true, false, false])
      await post(store, ada, 'look', { roomId, imageIds: [imageId] })
      expect(await whoSees(store, 'cat.webp', [ada, bob, eve])).toEqual([true, true, false])
      expect(await whoSees(store, 'cat-thumb.webp', [ada, bob, eve])).toEqual([true, true, false])
      await store.execute('leave_room', { accountId: bob.id, roomId })
      expect(await whoSees(store, 'cat.webp', [ada, bob, eve])).toEqual([true, false, false])
    })

    test('whose name is no row’s is nobody’s', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      await picture(store, ada, 'cat')

      expect(await whoSees(store, 'dog.webp', [ada])).toEqual([false])
      expect(await whoSees(store, '%', [ada])).toEqual([false])
      expect(
        await store.read('image_by_filename', { accountId: ada.id, filename: 'cat.webp' }),
      ).toMatchObject({
        bytes: 1_000,
      })
    })

    test('that no message shows is forgotten after a day, and its files are named', async () => {
      const { store, clock } = await open()
      const ada = await register(store, 'ada')
      const shown = await picture(store, ada, 'shown')
      await post(store, ada, '', { imageIds: [shown] })
      await picture(store, ada, 'old')
      clock.jump(dayMs)
      await picture(store, ada, 'new')

      const swept = await store.execute('sweep_images', { olderThanMs: dayMs })

      expect(swept.filenames.toSorted()).toEqual(['old-thumb.webp', 'old.webp'])
      expect(await store.execute('sweep_images', { olderThanMs: dayMs })).toEqual({ filenames: [] })
      const filenames = ['shown.webp', 'old.webp', 'old-thumb.webp', 'new-thumb.webp', 'other.webp']
      expect(await store.read('known_filenames', { filenames })).toEqual(['shown.webp', 'new-thumb.webp'])
    })

    test('[P-70] that came under a name is what a repeat gets, and another one under it a conflict', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const claim = { clientUploadId: crypto.randomUUID(), bytes: 9, sha256: 'ab'.repeat(32) }
      const others = [
        { ...claim, bytes: 8 },
        { ...claim, sha256: 'cd'.repeat(32) },
      ]
      const ask = (who: Account, asked = claim) =>
        store.read('finished_upload', { accountId: who.id, claim: asked })

      expect(await ask(ada)).toBeNull()
      const first = await store.execute('add_image', { ...files(ada, 'one'), upload: claim })
      const repeated = await store.execute('add_image', { ...files(ada, 'two'), upload: claim })

      expect([repeated, await ask(ada), await ask(bob)]).toEqual([first, first, null])
      expect(await store.read('known_filenames', { filenames: ['one.webp', 'two.webp'] })).toEqual([
        'one.webp',
      ])
      for (const other of others) {
        expect(await refusal(ask(ada, other))).toBe('idempotency_conflict')
        const add = store.execute('add_image', { ...files(ada, 'three'), upload: other })
        expect(await refusal(add)).toBe('idempotency_conflict')
      }
      await store.execute('add_image', { ...files(bob, 'four'), upload: claim })
    })

    test('[P-70] that was forgotten leaves its name free', async () => {
      const { store } = await open()
      const ada = await register(store, 'ada')
      const claim = { clientUploadId: crypto.randomUUID(), bytes: 9, sha256: 'ab'.repeat(32) }
      await store.execute('add_image', { ...files(ada, 'one'), upload: claim })

      await store.execute('sweep_images', { olderThanMs: 0 })

      expect(await store.read('finished_upload', { accountId: ada.id, claim })).toBeNull()
      await store.execute('add_image', { ...files(ada, 'two'), upload: { ...claim, bytes: 8 } })
    })

    test('that would go beyond the owner’s quota is refused, and fits once another is gone', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const add = (who: Account, name: string) =>
        store.execute('add_image', { ...files(who, name), quotaBytes: 2_500 })
      await add(ada, 'one')
      await add(ada, 'two')

      expect(await refusal(add(ada, 'three'))).toBe('quota_exceeded')
      expect(await store.read('image_bytes', { accountId: ada.id })).toBe(2_000)
      expect(await store.read('image_bytes', { accountId: bob.id })).toBe(0)
      await add(bob, 'four')
      await store.execute('sweep_images', { olderThanMs: 0 })
      await add(ada, 'five')
    })

    test('of one who was disabled or removed meanwhile is refused', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([add(store, 'ada'), add(store, 'bob')])
      await store.execute('set_disabled', { accountId: ada.id, disabled: true })
      await store.execute('remove_account', { accountId: bob.id })

      expect(await refusal(store.execute('add_image', files(ada, 'one')))).toBe('account_disabled')
      expect(await refusal(store.execute('add_image', files(bob, 'two')))).toBe('not_found')
    })

    test('of an account that is removed goes with the next sweep, unless a message shows it', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([register(store, 'ada'), register(store, 'bob')])
      const shown = await picture(store, ada, 'shown')
      await post(store, ada, '', { imageIds: [shown] })
      await picture(store, ada, 'unsent')

      await store.execute('remove_account', { accountId: ada.id })

      const { filenames } = await store.execute('sweep_images', { olderThanMs: dayMs })
      expect(filenames.toSorted()).toEqual(['unsent-thumb.webp', 'unsent.webp'])
      expect(await whoSees(store, 'shown.webp', [bob])).toEqual([true])
    })
  })
}

function files(owner: Account, name: string) {
  const sizes = { width: 4, height: 3, bytes: 1_000 }
  return { ownerId: owner.id, filename: `${name}.webp`, thumbFilename: `${name}-thumb.webp`, ...sizes }
}

function whoSees(store: Store, filename: string, people: Account[]): Promise<boolean[]> {
  return Promise.all(
    people.map(
      async ({ id }) => (await store.read('image_by_filename', { accountId: id, filename })) !== null,
    ),
  )
}
