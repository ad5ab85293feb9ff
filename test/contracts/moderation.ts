import { describe, expect, test } from 'vitest'
import { add, defaultRoomId, heard, type OpenPlace, payloadOf, post, refusal, room, roomOf } from './place.ts'
import { staff } from './staff.ts'

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
}
