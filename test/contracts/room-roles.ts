import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import type { AccountRole } from '../../src/protocol/values.ts'
import { present } from '../helpers/present.ts'
import { add, defaultRoomId, heard, type OpenPlace, payloadOf, refusal, room, roomOf } from './place.ts'
import { staff } from './staff.ts'

export function describeRoomRoles(open: OpenPlace): void {
  describe('a role in a room', () => {
    test('is given by its owners, and told to all', async () => {
      const { store } = await open()
      const { roomId, owner, moderator, member } = await staff(store)
      const give = (by: Account, to: Account, role: AccountRole) =>
        store.execute('set_room_role', { accountId: by.id, roomId, userId: to.id, role })
      const events = heard(store)

      expect(await refusal(give(moderator, member, 'moderator'))).toBe('forbidden')
      await give(owner, member, 'moderator')
      await give(owner, member, 'moderator')

      expect(events).toMatchObject([{ type: 'member_changed', userId: member.id, member: null }])
      const told = { change: 'role', role: 'moderator', by: String(owner.id) }
      expect(payloadOf(events[0])).toMatchObject(told)
      expect(await roomOf(store, member, roomId)).toMatchObject({ role: 'moderator' })
      await give(owner, member, 'owner')
      expect(await refusal(give(owner, member, 'member'))).toBe('forbidden')
    })

    test('is not for one who is not in the room', async () => {
      const { store } = await open()
      const { roomId, owner } = await staff(store)
      const eve = await add(store, 'eve')
      const asked = { accountId: owner.id, roomId, userId: eve.id }

      expect(await refusal(store.execute('set_room_role', { ...asked, role: 'owner' }))).toBe('not_found')
      expect(await refusal(store.execute('mute_member', { ...asked, on: true }))).toBe('not_found')
      const nobody = { ...asked, userId: 404 }
      expect(await refusal(store.execute('kick_member', nobody))).toBe('not_found')
    })

    test('[P-61] may be laid down, but by the last owner', async () => {
      const { store } = await open()
      const { roomId, owner, moderator } = await staff(store)
      const stepDown = ({ id }: Account, role: AccountRole) =>
        store.execute('set_room_role', { accountId: id, roomId, userId: id, role })

      expect(await refusal(stepDown(owner, 'member'))).toBe('forbidden')
      expect(await roomOf(store, owner, roomId)).toMatchObject({ role: 'owner' })
      expect(await refusal(stepDown(moderator, 'owner'))).toBe('forbidden')
      expect(await stepDown(moderator, 'member')).toBeNull()
    })

    test('of the last owner passes on when they are kicked, and all are told', async () => {
      const { store } = await open()
      const { roomId, owner, moderator, placeOwner } = await staff(store)
      const events = heard(store)

      await store.execute('kick_member', { accountId: placeOwner.id, roomId, userId: owner.id })

      expect(await roomOf(store, moderator, roomId)).toMatchObject({ role: 'owner' })
      const told = present(
        events.find((event) => event.type === 'member_changed' && event.userId === moderator.id),
        'the new owner',
      )
      expect(payloadOf(told)).toMatchObject({ change: 'role', role: 'owner' })
    })

    test('[P-61] of the last owner passes by those who are muted or disabled, as long as there is another', async () => {
      const { store } = await open()
      const [ada, bob, cat, dan] = await Promise.all([
        add(store, 'ada'),
        add(store, 'bob'),
        add(store, 'cat'),
        add(store, 'dan'),
      ])
      const roomId = await room(store, ada, 'private', 'Lab')
      for (const { id } of [bob, cat, dan])
        await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [id] })
      await store.execute('mute_member', { accountId: ada.id, roomId, userId: bob.id, on: true })
      await store.execute('set_disabled', { accountId: cat.id, disabled: true })

      await store.execute('leave_room', { accountId: ada.id, roomId })

      expect(await roomOf(store, dan, roomId)).toMatchObject({ role: 'owner' })
    })

    test('[P-61] of the last owner who is disabled passes on at once, and is theirs too when they are back', async () => {
      const { store } = await open()
      const { ada, bob, cat, roomId } = await den(store)
      const grant = { accountId: ada.id, roomId, userId: cat.id, role: 'moderator' } as const
      await store.execute('set_room_role', grant)
      const events = heard(store)

      await store.execute('set_disabled', { accountId: ada.id, disabled: true })

      const told = events.filter(({ type }) => type === 'member_changed')
      expect(told).toMatchObject([{ userId: cat.id, roomId, member: null }])
      expect(payloadOf(told[0])).toMatchObject({ change: 'role', role: 'owner' })
      expect(await roomOf(store, cat, roomId)).toMatchObject({ role: 'owner' })
      expect(await roomOf(store, bob, roomId)).toMatchObject({ role: 'member' })
      await store.execute('set_disabled', { accountId: ada.id, disabled: false })
      expect(await roomOf(store, ada, roomId)).toMatchObject({ role: 'owner' })
      expect(await roomOf(store, cat, roomId)).toMatchObject({ role: 'owner' })
    })

    test('[P-61] stays with an owner who is there when another is disabled', async () => {
      const { store } = await open()
      const { ada, bob, cat, roomId } = await den(store)
      await store.execute('set_room_role', { accountId: ada.id, roomId, userId: cat.id, role: 'owner' })
      const events = heard(store)

      await store.execute('set_disabled', { accountId: ada.id, disabled: true })

      expect(events.map(({ type }) => type)).toEqual(['session_revoked'])
      expect(await roomOf(store, bob, roomId)).toMatchObject({ role: 'member' })
      const stepDown = { accountId: cat.id, roomId, userId: cat.id, role: 'member' } as const
      expect(await refusal(store.execute('set_room_role', stepDown))).toBe('forbidden')
    })

    test('[P-61] of a room whose people are all disabled falls to the first who is enabled, or comes', async () => {
      const { store } = await open()
      const [ada, bob, eve] = await Promise.all([add(store, 'ada'), add(store, 'bob'), add(store, 'eve')])
      const [attic, lab] = [await room(store, ada, 'private', 'Attic'), await room(store, ada, 'open', 'Lab')]
      await store.execute('add_to_room', { accountId: ada.id, roomId: attic, userIds: [bob.id] })
      for (const { id } of [bob, ada]) await store.execute('set_disabled', { accountId: id, disabled: true })

      await store.execute('set_disabled', { accountId: bob.id, disabled: false })
      const joined = await store.execute('join_room', { accountId: eve.id, roomId: lab })

      expect(await roomOf(store, bob, attic)).toMatchObject({ role: 'owner' })
      expect(joined).toMatchObject({ role: 'owner' })
    })

    test('[P-61] of the last owner whose account is removed passes by a disabled owner', async () => {
      const { store } = await open()
      const { ada, bob, cat, roomId } = await den(store)
      await store.execute('set_room_role', { accountId: ada.id, roomId, userId: cat.id, role: 'owner' })
      await store.execute('set_disabled', { accountId: cat.id, disabled: true })

      await store.execute('remove_account', { accountId: ada.id })

      expect(await roomOf(store, bob, roomId)).toMatchObject({ role: 'owner' })
    })

    test('is given by the operator to anybody who can come in, also where nobody is left', async () => {
      const { store } = await open()
      const { ada, bob, cat, roomId } = await den(store)
      const give = (userId: number, role: AccountRole, id = roomId) =>
        store.execute('set_room_role', { accountId: null, roomId: id, userId, role })
      await store.execute('ban_user', { accountId: ada.id, roomId, userId: cat.id, on: true })
      for (const { id } of [bob, ada]) await store.execute('leave_room', { accountId: id, roomId })
      const events = heard(store)

      await give(cat.id, 'owner')

      expect(events).toMatchObject([
        { type: 'member_changed', userId: cat.id, member: true },
        { type: 'rooms_changed', userId: cat.id },
      ])
      expect(payloadOf(events[1])).toMatchObject({ added: { id: String(roomId), role: 'owner' } })
      expect(await refusal(give(cat.id, 'member'))).toBe('forbidden')
      expect(await refusal(give(bob.id, 'owner', await defaultRoomId(store, bob)))).toBe('forbidden')
      expect(await refusal(give(404, 'owner'))).toBe('not_found')
      await store.execute('set_disabled', { accountId: ada.id, disabled: true })
      expect(await refusal(give(ada.id, 'owner'))).toBe('account_disabled')
      const acts = await store.read('room_audit', { roomId, limit: 1 })
      expect(acts).toMatchObject([{ action: 'role', actor: null, target: 'cat', detail: 'owner' }])
    })

    test('of an empty room falls to whoever comes first', async () => {
      const { store } = await open()
      const [ada, bob] = await Promise.all([add(store, 'ada'), add(store, 'bob')])
      const roomId = await room(store, ada, 'open', 'Lab')
      await store.execute('leave_room', { accountId: ada.id, roomId })

      expect(await store.execute('join_room', { accountId: bob.id, roomId })).toMatchObject({ role: 'owner' })
    })
  })
}

/** A private room that Ada made, with Bob, who came first, and Cat in it. */
async function den(store: Store) {
  const [ada, bob, cat] = [await add(store, 'ada'), await add(store, 'bob'), await add(store, 'cat')]
  const roomId = await room(store, ada, 'private', 'Den')
  for (const { id } of [bob, cat])
    await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [id] })
  return { ada, bob, cat, roomId }
}
