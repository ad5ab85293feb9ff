import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import { dayMs, type OpenPlace, picture, post, register, room } from './place.ts'

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

function whoSees(store: Store, filename: string, people: Account[]): Promise<boolean[]> {
  return Promise.all(
    people.map(
      async ({ id }) => (await store.read('image_by_filename', { accountId: id, filename })) !== null,
    ),
  )
}
