import { describe, expect, it, vi } from 'vitest'
import { heard, roomOf, scriptedChat, textsOf, until } from '../../test/helpers/scripted-chat.ts'
import { messageView, roomView } from '../../test/helpers/scripted-server.ts'
import type { ChatClient } from './chat-client.ts'

const chat = scriptedChat()

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const page = (from: number, to: number, more: boolean) => ({
  room: '1',
  messages: range(from, to).map((n) => messageView(n)),
  more,
})
const numbersOf = (client: ChatClient) =>
  roomOf(client).entries.map((entry) => (entry.kind === 'message' ? entry.message.n : 0))

describe('a room', () => {
  it('loads its newest messages when opened, and pages back, while news come in', async () => {
    const client = chat.start()
    client.openRoom('1')
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 60, last_n: 60, last_read_n: 60 })] })
    const newest = await peer.next('history')
    expect(newest.payload).toEqual({ room: '1', before_n: 61, limit: 50 })
    peer.send('message', messageView(61))
    peer.reply(newest, 'history_response', page(11, 60, true))
    await until(client, () => !roomOf(client).isLoading && roomOf(client).entries.length === 51)
    const older = client.loadOlder('1')
    void client.loadOlder('1')
    const asked = await peer.next('history')
    expect(asked.payload).toMatchObject({ before_n: 11 })
    peer.reply(asked, 'history_response', page(1, 10, false))
    await older

    expect(textsOf(client)).toEqual(Array.from({ length: 61 }, (_, index) => `text ${index + 1}`))
    expect(roomOf(client)).toMatchObject({ hasOlder: false, hasNewer: false, unread: 1 })
    expect(peer.waiting()).toEqual([])
  })

  it('goes to a message, on from there, and back to the end, where news have gathered meanwhile', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 90, last_n: 90 })] })
    await client.whenLive()
    const around = client.showAround('1', 20)
    const asked = await peer.next('history')
    expect(asked.payload).toEqual({ room: '1', around_n: 20, limit: 50 })
    peer.reply(asked, 'history_response', page(11, 30, true))
    await around
    peer.send('message', messageView(91))
    const newer = client.loadNewer('1')
    const next = await peer.next('history')
    expect(next.payload).toMatchObject({ after_n: 30 })
    peer.reply(next, 'history_response', page(31, 80, true))
    await newer
    expect(numbersOf(client)).toEqual(range(11, 80))
    expect(roomOf(client)).toMatchObject({ hasOlder: true, hasNewer: true, room: { last_n: 91 } })
    const latest = client.showLatest('1')
    const newest = await peer.next('history')
    expect(newest.payload).toEqual({ room: '1', limit: 50 })
    peer.send('message', messageView(92))
    await heard(client, peer)
    peer.reply(newest, 'history_response', page(42, 91, true))
    const rest = await peer.next('history')
    expect(rest.payload).toMatchObject({ after_n: 91 })
    peer.reply(rest, 'history_response', page(92, 92, false))
    await latest

    expect(numbersOf(client)).toEqual(range(42, 92))
    expect(roomOf(client)).toMatchObject({ hasOlder: true, hasNewer: false })
  })

  it.each(['loadOlder', 'loadNewer'] as const)(
    'has no place for what %s brings once its window has moved',
    async (load) => {
      const client = chat.start()
      const peer = await chat.server.peer()
      await peer.welcome({ rooms: [roomView({ last_seq: 90, last_n: 90 })] })
      await client.whenLive()
      const around = client.showAround('1', 20)
      peer.reply(await peer.next('history'), 'history_response', page(11, 30, true))
      await around
      const loading = client[load]('1')
      const asked = await peer.next('history')
      peer.send('message', messageView(2_000))
      const room = roomView({ last_seq: 2_000, last_n: 2_000 })
      const snapshot = { room, messages: page(1_990, 2_000, true).messages, more: true }
      peer.reply(await peer.next('sync'), 'sync_reset', { room: '1', reason: 'gap', epoch: 'e1', snapshot })
      await heard(client, peer)
      peer.reply(
        asked,
        'history_response',
        load === 'loadOlder' ? page(1, 10, false) : page(2_001, 2_001, false),
      )
      await loading

      expect(numbersOf(client)).toEqual(range(1_990, 2_000))
      expect(roomOf(client)).toMatchObject({ hasOlder: true, hasNewer: false, isLoading: false })
    },
  )

  it('tells what was read at once here, and a little later, once, to the server', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_n: 9, last_seq: 9, mentions: 2 })] })
    await client.whenLive()
    client.markRead('1', 3)
    client.markRead('1', 5)
    client.markRead('1', 4)
    expect(roomOf(client)).toMatchObject({ unread: 4, room: { mentions: 2 } })
    chat.clock.advance(500)
    const asked = await peer.next('read')
    expect(asked.payload).toEqual({ room: '1', n: 5 })
    peer.reply(asked, 'ack', { room: '1', n: 5, mentions: 1 })
    await until(client, () => roomOf(client).room.mentions === 1)
    peer.send('read', { room: '1', ts: 1, n: 9, mentions: 0 })
    await until(client, () => roomOf(client).unread === 0)

    expect(peer.waiting()).toEqual([])
  })

  it('tells after a reconnect what was read in between', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_n: 9, last_seq: 9 })] })
    await client.whenLive()
    client.markRead('1')
    peer.cut()
    const second = await chat.server.peer()
    await second.welcome({ rooms: [roomView({ last_n: 9, last_seq: 9 })] })
    await client.whenLive()
    expect(roomOf(client).unread).toBe(0)
    chat.clock.advance(500)

    expect((await second.next('read')).payload).toEqual({ room: '1', n: 9 })
  })

  it('[P-33] counts as read what the server says after a restored backup, and tells nothing of before', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_n: 9, last_seq: 9 })] })
    await client.whenLive()
    client.markRead('1')
    peer.cut()
    const second = await chat.server.peer()
    const restored = roomView({ last_n: 8, last_seq: 8, last_read_n: 2 })
    await second.welcome({ epoch: 'e2', rooms: [restored] })
    await client.whenLive()
    client.markRead('1')
    expect(roomOf(client).unread).toBe(6)
    second.reply(await second.next('sync'), 'sync_reset', {
      ...{ room: '1', reason: 'epoch', epoch: 'e2' },
      snapshot: { room: restored, messages: [messageView(8)], more: true },
    })
    await until(client, () => !roomOf(client).isCatchingUp)
    expect(roomOf(client).unread).toBe(6)
    chat.clock.advance(500)
    client.markRead('1', 4)
    chat.clock.advance(500)

    expect((await second.next('read')).payload).toEqual({ room: '1', n: 4 })
  })

  it('counts unread messages and mentions as they come', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('message', messageView(1, { mentions: ['7', '9'] }))
    peer.send('message', messageView(2, { text: '@ann', mentions: ['9'] }))
    peer.send('message', messageView(3, { mentions_room: true }))
    await until(client, () => roomOf(client).unread === 3)

    expect(roomOf(client).room.mentions).toBe(2)
  })

  it('does not count again, catching up, what the snapshot has counted', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.cut()
    const second = await chat.server.peer()
    await second.welcome({ rooms: [roomView({ last_seq: 1, last_n: 1, mentions: 1 })] })
    const events = [{ type: 'message', payload: messageView(1, { mentions: ['7'] }) }]
    const sync = { room: '1', from: 0, to: 1, events, more: false }
    second.reply(await second.next('sync'), 'sync_response', sync)
    await until(client, () => roomOf(client).entries.length === 1)

    expect(roomOf(client)).toMatchObject({ unread: 1, room: { mentions: 1 } })
  })

  it('shows who is typing until the message, or silence', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    const typing = (user_id: string) =>
      peer.send('typing', { room: '1', ts: 1, user_id, display_name: user_id })
    typing('8')
    typing('9')
    await until(client, () => roomOf(client).typing.length === 2)
    peer.send('message', messageView(1))
    await until(client, () => roomOf(client).typing.length === 1)
    chat.clock.advance(6_000)
    expect(roomOf(client).typing).toEqual([])

    client.typing('1')
    client.typing('1')
    await peer.next('typing')
    chat.clock.advance(3_000)
    client.typing('1')
    await peer.next('typing')
    expect(peer.waiting()).toEqual([])
  })

  it('knows its members and who is here, and asks again after a reconnect', async () => {
    const client = chat.start()
    client.setPresence('away')
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    await peer.next('presence')
    const bob = { user_id: '8', username: 'bob', display_name: 'Bob', role: 'member' }
    const loading = client.loadMembers('1')
    const first = await peer.next('members')
    peer.reply(first, 'members_response', {
      room: '1',
      members: [{ ...bob, presence: 'online' }],
      cursor: 'c',
    })
    const second = await peer.next('members')
    expect(second.payload).toEqual({ room: '1', cursor: 'c' })
    peer.reply(second, 'members_response', { room: '1', members: [] })
    expect(await loading).toEqual([bob])
    peer.send('presence', { ts: 1, user_id: '8', state: 'away' })
    const { role: _, ...gone } = bob
    peer.send('member_changed', { ...gone, room: '1', seq: 1, ts: 1, change: 'left' })
    await until(client, () => roomOf(client).members?.length === 0)
    expect(client.getState().presence.get('8')).toBe('away')
    peer.cut()
    const again = await chat.server.peer()
    await again.welcome({ rooms: [roomView({ last_seq: 1 })] })
    await again.next('presence')
    await again.next('members')

    expect(client.getState().presence.size).toBe(0)
  })

  it('knows what one may do in it, and how it is, as it changes', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    const bob = { user_id: '8', username: 'bob', display_name: 'Bob' }
    const rooms = [roomView(), roomView({ id: '2', kind: 'direct', name: 'Bob', people: [bob] })]
    await peer.welcome({ rooms, user_id: '7' })
    await client.whenLive()

    const own = { user_id: '7', username: 'ann', display_name: 'Ann', role: 'moderator', muted: true }
    peer.send('member_changed', { ...own, room: '1', seq: 1, ts: 1, change: 'muted' })
    peer.send('room_updated', { room: '1', seq: 2, ts: 1, name: 'Attic', topic: 'x', archived: true })
    peer.send('notify_level', { room: '1', ts: 1, level: 'mentions' })
    const renamed = { ...bob, display_name: 'Bobby', role: 'member', muted: false, change: 'renamed' }
    peer.send('member_changed', { ...renamed, room: '2', seq: 1, ts: 1 })
    await heard(client, peer)

    const [room, direct] = [...client.getState().rooms.values()].map((state) => state.room)
    expect(room).toMatchObject({ role: 'moderator', muted: true, name: 'Attic', topic: 'x' })
    expect(room).toMatchObject({ archived: true, notify_level: 'mentions' })
    expect(direct).toMatchObject({ name: 'Bobby', people: [{ username: 'bob', display_name: 'Bobby' }] })
    expect(direct).toMatchObject({ role: 'member', muted: false })
  })

  it('knows the standing of its members, as it changes', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    const member = (user_id: string) => ({
      ...{ user_id, username: user_id, display_name: user_id, role: 'member', muted: false },
    })
    const loading = client.loadMembers('1')
    const presence = 'online'
    const members = [
      { ...member('8'), presence },
      { ...member('9'), presence },
    ]
    peer.reply(await peer.next('members'), 'members_response', { room: '1', members })
    await loading

    const change = { ...member('8'), role: 'moderator', muted: true, room: '1', ts: 1, change: 'role' }
    peer.send('member_changed', { ...change, seq: 1 })
    peer.send('member_changed', { ...member('10'), room: '1', ts: 1, change: 'added', seq: 2 })
    await heard(client, peer)

    expect(roomOf(client).members).toEqual([
      { ...member('8'), role: 'moderator', muted: true },
      member('9'),
      member('10'),
    ])
  })

  it('keeps the identity of what did not change', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView(), roomView({ id: '2' })] })
    await client.whenLive()
    peer.send('message', messageView(1))
    await until(client, () => roomOf(client).entries.length === 1)
    const before = client.getState()
    const listener = vi.fn<() => void>()
    client.subscribe(listener)
    peer.send('message', messageView(2))
    await until(client, () => roomOf(client).entries.length === 2)
    const after = client.getState()

    expect(after.rooms.get('2')).toBe(before.rooms.get('2'))
    expect(after.account).toBe(before.account)
    expect(after.rooms.get('1')?.entries[0]).toBe(before.rooms.get('1')?.entries[0])
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
