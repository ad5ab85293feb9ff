import { describe, expect, it, vi } from 'vitest'
import { heard, roomOf, scriptedChat, textsOf, until } from '../../test/helpers/scripted-chat.ts'
import { messageView, roomView } from '../../test/helpers/scripted-server.ts'
import type { ChatEvents } from './chat-events.ts'

const chat = scriptedChat()

describe('resuming', () => {
  it('[P-30, P-32] fills a gap by pages, and tells each event once and in order', async () => {
    const client = chat.start()
    const told: number[] = []
    client.on('message', ({ seq }) => told.push(seq))
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 2, last_n: 2, last_read_n: 2 })] })
    await client.whenLive()
    peer.send('message', messageView(6))
    peer.send('message', messageView(3))
    peer.send('message', messageView(3))
    peer.send('message', messageView(7))
    const page = (from: number, to: number, more: boolean) => ({
      room: '1',
      ...{ from, to, more },
      events: Array.from({ length: to - from }, (_, index) => ({
        type: 'message',
        payload: messageView(from + index + 1),
      })),
    })
    const asked = await peer.next('sync')
    expect(asked.payload).toEqual({ room: '1', epoch: 'e1', from: 2 })
    expect(roomOf(client)).toMatchObject({ isCatchingUp: true })
    peer.reply(asked, 'sync_response', page(2, 4, true))
    const second = await peer.next('sync')
    expect(second.payload).toMatchObject({ from: 4 })
    peer.reply(second, 'sync_response', page(4, 7, false))
    await until(client, () => !roomOf(client).isCatchingUp)

    expect(told).toEqual([3, 4, 5, 6, 7])
    expect(textsOf(client)).toEqual([3, 4, 5, 6, 7].map((n) => `text ${n}`))
    expect(roomOf(client)).toMatchObject({ unread: 5 })
  })

  it('[P-31] [C-5] takes a reset for the whole truth, and what came behind it too', async () => {
    const client = chat.start()
    const resets = vi.fn<(report: ChatEvents['room_reset']) => void>()
    client.on('room_reset', resets)
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 90, last_n: 90 })] })
    await client.whenLive()
    const loading = client.loadMembers('1')
    peer.reply(await peer.next('members'), 'members_response', { room: '1', members: [] })
    await loading
    peer.cut()
    const second = await chat.server.peer()
    await second.welcome({ epoch: 'e2', rooms: [roomView({ last_seq: 20, last_n: 20 })] })
    second.reply(await second.next('members'), 'members_response', { room: '1', members: [] })
    const asked = await second.next('sync')
    expect(asked.payload).toEqual({ room: '1', epoch: 'e1', from: 90 })
    second.send('message', messageView(21))
    second.reply(asked, 'sync_reset', {
      room: '1',
      reason: 'epoch',
      epoch: 'e2',
      snapshot: {
        room: roomView({ last_seq: 20, last_n: 20 }),
        messages: [messageView(19), messageView(20)],
        more: true,
      },
    })
    await until(client, () => resets.mock.calls.length > 0)

    await second.next('members')
    expect(resets).toHaveBeenCalledWith({ room: '1', reason: 'epoch' })
    expect(textsOf(client)).toEqual(['text 19', 'text 20', 'text 21'])
    expect(roomOf(client)).toMatchObject({ hasOlder: true, isCatchingUp: false, room: { last_seq: 21 } })
  })

  it('asks again where a page brings nothing, without hammering', async () => {
    const client = chat.start({ random: () => 0 })
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('message', messageView(2))
    const nothing = { room: '1', from: 0, to: 0, events: [], more: false }
    peer.reply(await peer.next('sync'), 'sync_response', nothing)
    await heard(client, peer)
    chat.clock.advance(499)
    await heard(client, peer)
    expect(peer.waiting()).toEqual([])
    chat.clock.advance(1)

    expect((await peer.next('sync')).payload).toMatchObject({ from: 0 })
  })

  it('forgets a room that it may no longer see, and learns of one that it came into', async () => {
    const client = chat.start()
    const failures = vi.fn<(report: ChatEvents['send_failed']) => void>()
    client.on('send_failed', failures)
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView(), roomView({ id: '2' })] })
    await client.whenLive()
    await client.send('2', 'lost')
    peer.send('rooms_changed', { ts: 1, removed: '2' })
    peer.send('rooms_changed', { ts: 1, added: roomView({ id: '3', last_seq: 4 }) })
    expect((await peer.next('sync')).payload).toMatchObject({ room: '3', from: 4 })

    expect([...client.getState().rooms.keys()]).toEqual(['1', '3'])
    expect(failures.mock.calls[0]?.[0]).toMatchObject({ error: { code: 'not_member' } })
  })

  it('takes events of a type that it does not know for one step of the log', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('reaction', { room: '1', seq: 1, ts: 1, emoji: '👍' })
    peer.send('message', messageView(2, { n: 1 }))
    await until(client, () => roomOf(client).entries.length === 1)

    expect(peer.waiting()).toEqual([])
  })
})
