import { describe, expect, test } from 'vitest'
import type { Account } from '../../src/domain/account.ts'
import type { Store } from '../../src/domain/store.ts'
import type { AccountRole } from '../../src/protocol/values.ts'
import { present } from '../helpers/present.ts'
import { add, defaultRoomId, heard, type OpenPlace, payloadOf, post, refusal, room, roomOf } from './place.ts'

export function describeModeration(open: OpenPlace): void {
  describe('looking after a room', () => {
    test('[P-60] nobody acts on one who stands as high, and the place stands above the room', async () => {
      const { store } = await open()
      const { roomId, ...people } = await staff(store)
      const ladder = ['member', 'moderator', 'owner', 'placeModerator', 'placeOwner'] as const

      const may = []
      for (const actor of ladder) {
        for (const target of ladder) {
          const asked = { accountId: people[actor].id, roomId, userId: people[target].id }
          const outcome = store.execute('mute_member', { ...asked, on: true })
          if (
            await outcome.then(
              () => true,
              () => false,
            )
          )
            may.push(`${actor} > ${target}`)
        }
      }

      expect(may).toEqual([
        'moderator > member',
        ...['member', 'moderator'].map((target) => `owner > ${target}`),
        ...['member', 'moderator', 'owner'].map((target) => `placeModerator > ${target}`),
        ...['member', 'moderator', 'owner', 'placeModerator'].map((target) => `placeOwner > ${target}`),
      ])
    })

    test('whoever looks after the place need not be in an open room, and does not find a private one', async () => {
      const { store } = await open()
      const [ada, bob, boss] = await Promise.all([
        add(store, 'ada'),
        add(store, 'bob'),
        add(store, 'boss', 'moderator'),
      ])
      const [lab, den] = await Promise.all([
        room(store, ada, 'open', 'Lab'),
        room(store, ada, 'private', 'Den'),
      ])
      for (const roomId of [lab, den]) {
        await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [bob.id] })
      }
      const kick = (roomId: number) =>
        store.execute('kick_member', { accountId: boss.id, roomId, userId: bob.id })

      expect(await kick(lab)).toBeNull()
      expect(await refusal(kick(den))).toBe('not_found')
    })

    test('one who is kicked is out, with both told who did it, and may come back', async () => {
      const { store } = await open()
      const { roomId, moderator, member } = await staff(store)
      const asked = { accountId: moderator.id, roomId, userId: member.id }
      const events = heard(store)

      await store.execute('kick_member', asked)
      await store.execute('kick_member', asked)

      expect(events).toMatchObject([
        { type: 'member_changed', userId: member.id, member: false },
        { type: 'rooms_changed', userId: member.id },
      ])
      expect(payloadOf(events[0])).toMatchObject({ change: 'removed', by: String(moderator.id) })
      expect(payloadOf(events[1])).toMatchObject({ removed: String(roomId) })
      expect(await refusal(post(store, member, 'hello?', { roomId }))).toBe('not_member')
      expect(await store.execute('join_room', { accountId: member.id, roomId })).toMatchObject({
        role: 'member',
      })
    })

    test('one who is banned neither joins nor is added until the ban ends', async () => {
      const { store } = await open()
      const { roomId, owner, moderator, member } = await staff(store)
      const ban = (on: boolean) =>
        store.execute('ban_user', { accountId: moderator.id, roomId, userId: member.id, on })
      const join = () => store.execute('join_room', { accountId: member.id, roomId })
      const events = heard(store)

      await ban(true)
      await ban(true)

      expect(events.map(({ type }) => type)).toEqual(['member_changed', 'rooms_changed'])
      expect(await refusal(join())).toBe('banned')
      const invite = { accountId: owner.id, roomId, userIds: [member.id] }
      expect(await refusal(store.execute('add_to_room', invite))).toBe('banned')
      const asked = { accountId: moderator.id, roomId, cursor: null }
      const { users } = await store.read('room_bans', asked)
      expect(users.map(({ username }) => username)).toEqual(['member'])
      await ban(false)
      expect(events).toHaveLength(2)
      expect((await store.read('room_bans', asked)).users).toEqual([])
      expect(await join()).toMatchObject({ id: String(roomId) })
    })

    test('one who was never there can be kept out', async () => {
      const { store } = await open()
      const { roomId, moderator } = await staff(store)
      const eve = await add(store, 'eve')

      await store.execute('ban_user', { accountId: moderator.id, roomId, userId: eve.id, on: true })

      expect(await refusal(store.execute('join_room', { accountId: eve.id, roomId }))).toBe('banned')
    })

    test('one who is muted reads, and neither writes, edits, reacts nor pins until the room hears them again', async () => {
      const { store } = await open()
      const { roomId, moderator, member } = await staff(store)
      const { messageId } = await post(store, member, 'hello', { roomId })
      const mute = (on: boolean) =>
        store.execute('mute_member', { accountId: moderator.id, roomId, userId: member.id, on })
      const asMember = { accountId: member.id, messageId }
      const events = heard(store)

      await mute(true)
      await mute(true)

      expect(events).toMatchObject([{ type: 'member_changed', userId: member.id, member: null }])
      expect(payloadOf(events[0])).toMatchObject({ change: 'muted', role: 'member', muted: true })
      const refused = await Promise.all([
        refusal(post(store, member, 'again', { roomId })),
        refusal(store.execute('edit_message', { ...asMember, text: 'what?', expectVersion: 1 })),
        refusal(store.execute('react', { ...asMember, emoji: '👍', on: true })),
        refusal(store.execute('pin_message', { ...asMember, on: true })),
      ])
      expect(new Set(refused)).toEqual(new Set(['muted']))
      const elsewhere = await post(store, member, 'elsewhere')
      expect(elsewhere).toMatchObject({ dup: false })
      expect(await roomOf(store, member, roomId)).toMatchObject({ muted: true, last_n: 1 })
      await mute(false)
      expect(await post(store, member, 'again', { roomId })).toMatchObject({ n: 2 })
    })

    test.each(['left', 'was kicked'] as const)(
      '[P-63] one who %s while muted comes back muted',
      async (how) => {
        const { store } = await open()
        const { roomId, moderator, member } = await staff(store)
        const ofMember = { accountId: moderator.id, roomId, userId: member.id }
        const asMember = { accountId: member.id, roomId }
        await store.execute('mute_member', { ...ofMember, on: true })

        if (how === 'left') await store.execute('leave_room', asMember)
        else await store.execute('kick_member', ofMember)

        expect(await store.execute('join_room', asMember)).toMatchObject({ muted: true })
        expect(await refusal(post(store, member, 'hello again', { roomId }))).toBe('muted')
        await store.execute('mute_member', { ...ofMember, on: false })
        await store.execute('leave_room', asMember)
        await store.execute('add_to_room', { accountId: moderator.id, roomId, userIds: [member.id] })
        expect(await post(store, member, 'thanks', { roomId })).toMatchObject({ n: 1 })
      },
    )

    test('[P-61] nobody is kicked or banned out of the default room', async () => {
      const { store } = await open()
      const { placeOwner, member } = await staff(store)
      const roomId = await defaultRoomId(store, member)
      const asked = { accountId: placeOwner.id, roomId, userId: member.id }

      expect(await refusal(store.execute('kick_member', asked))).toBe('forbidden')
      expect(await refusal(store.execute('ban_user', { ...asked, on: true }))).toBe('forbidden')
      expect(await refusal(store.execute('set_room_role', { ...asked, role: 'owner' }))).toBe('forbidden')
      expect(await store.execute('mute_member', { ...asked, on: true })).toBeNull()
    })

    test('messages of others are deleted by those who moderate, and it is written down', async () => {
      const { store } = await open()
      const { roomId, placeModerator, member, moderator } = await staff(store)
      const first = await post(store, member, 'a secret', { roomId })
      const second = await post(store, member, 'another', { roomId })

      await store.execute('delete_message', { accountId: moderator.id, messageId: first.messageId })
      await store.execute('delete_message', { accountId: placeModerator.id, messageId: second.messageId })

      const acts = await store.read('room_audit', { roomId, limit: 2 })
      expect(acts).toMatchObject([
        { action: 'delete', actor: 'placeModerator', target: 'member', detail: String(second.messageId) },
        { action: 'delete', actor: 'moderator', target: 'member', detail: String(first.messageId) },
      ])
    })

    test('what was done is written down once, with who did it to whom', async () => {
      const { store, clock } = await open()
      const { roomId, owner, member } = await staff(store)
      const asked = { accountId: owner.id, roomId, userId: member.id }
      const before = await store.read('room_audit', { roomId, limit: 100 })

      for (const on of [true, true, false]) await store.execute('mute_member', { ...asked, on })
      await store.execute('set_room_role', { ...asked, role: 'moderator' })
      await store.execute('ban_user', { ...asked, on: true })
      await store.execute('ban_user', { ...asked, on: false })
      await store.execute('archive_room', { accountId: null, roomId, on: true })

      const acts = await store.read('room_audit', { roomId, limit: 100 })
      const news = acts.slice(0, acts.length - before.length).toReversed()
      expect(news.map(({ action, detail }) => [action, detail])).toEqual([
        ['mute', null],
        ['unmute', null],
        ['role', 'moderator'],
        ['ban', null],
        ['unban', null],
        ['archive', null],
      ])
      expect(news[0]).toMatchObject({ atMs: clock.nowMs(), actor: 'owner', target: 'member' })
      expect(news.at(-1)).toMatchObject({ actor: null, target: null })
    })
  })

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

/** An open room with one of each rank in it. */
async function staff(store: Store) {
  const [owner, moderator, member, placeModerator, placeOwner] = await Promise.all([
    add(store, 'owner'),
    add(store, 'moderator'),
    add(store, 'member'),
    add(store, 'placeModerator', 'moderator'),
    add(store, 'placeOwner', 'owner'),
  ])
  const roomId = await room(store, owner, 'open', 'Lab')
  const userIds = [moderator, member, placeModerator, placeOwner].map(({ id }) => id)
  await store.execute('add_to_room', { accountId: owner.id, roomId, userIds })
  const grant = { accountId: owner.id, roomId, userId: moderator.id, role: 'moderator' } as const
  await store.execute('set_room_role', grant)
  return { roomId, owner, moderator, member, placeModerator, placeOwner }
}

/** A private room that Ada made, with Bob, who came first, and Cat in it. */
async function den(store: Store) {
  const [ada, bob, cat] = [await add(store, 'ada'), await add(store, 'bob'), await add(store, 'cat')]
  const roomId = await room(store, ada, 'private', 'Den')
  for (const { id } of [bob, cat])
    await store.execute('add_to_room', { accountId: ada.id, roomId, userIds: [id] })
  return { ada, bob, cat, roomId }
}
