import { describe, expect, it, vi } from 'vitest'
import {
  deliveriesOf,
  heard,
  roomOf,
  scriptedChat,
  taken,
  textsOf,
  until,
} from '../../test/helpers/scripted-chat.ts'
import { roomView } from '../../test/helpers/scripted-server.ts'
import type { ChatEvents } from './chat-events.ts'
import { createMemoryOutboxStore } from './outbox-store.ts'

const chat = scriptedChat()

describe('sending', () => {
  it('[C-2] shows a message at once, and once only when ack and event have come', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    const sent = client.send('1', 'hello')
    expect(deliveriesOf(client)).toEqual(['waiting'])
    const key = roomOf(client).entries[0]?.key
    const { ack, event } = taken(await peer.next('message'), 1)
    expect(ack.client_msg_id).toBe(await sent)
    peer.send('ack', { re: 'nobody' })
    peer.send('message', event)
    await until(client, () => deliveriesOf(client)[0] === 'there')

    expect(textsOf(client)).toEqual(['hello'])
    expect(roomOf(client).entries[0]?.key).toBe(key)
    expect(roomOf(client)).toMatchObject({ unread: 0, room: { last_read_n: 1, last_seq: 1 } })
  })

  it('[P-32] sends again, under the same id, what was cut off before its ack; a dup ack settles it', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    const id = await client.send('1', 'once')
    await peer.next('message')
    peer.cut()
    const second = await chat.server.peer()
    await second.welcome({ rooms: [roomView({ last_seq: 1, last_n: 1 })] })
    const again = await second.next('message')
    const sync = await second.next('sync')
    const { ack, event } = taken(again, 1)
    second.reply(again, 'ack', { ...ack, dup: true })
    await until(client, () => deliveriesOf(client)[0] === 'sent')
    second.reply(sync, 'sync_response', {
      room: '1',
      from: 0,
      to: 1,
      more: false,
      events: [{ type: 'message', payload: event }],
    })
    await until(client, () => deliveriesOf(client)[0] === 'there')

    expect(again.payload.client_msg_id).toBe(id)
    expect(textsOf(client)).toEqual(['once'])
  })

  it('does not send again what the caught-up log shows already', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    await client.send('1', 'first')
    await client.send('1', 'second')
    const first = await peer.next('message')
    peer.send('message', taken(first, 1).event)
    await until(client, () => deliveriesOf(client).includes('there'))
    peer.cut()
    const second = await chat.server.peer()
    await second.welcome({ rooms: [roomView({ last_seq: 1, last_n: 1 })] })

    expect((await second.next('message')).payload.text).toBe('second')
  })

  it('[C-1] keeps the order of what was written: one on its way at a time, repeated until it is taken', async () => {
    const client = chat.start({ random: () => 0 })
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    await Promise.all([client.send('1', 'a'), client.send('1', 'b')])
    const early = await peer.next('message')
    peer.reply(early, 'error', { code: 'rate_limited', message: '', retryable: true, retry_after_ms: 2_000 })
    await heard(client, peer)
    chat.clock.advance(1_999)
    await heard(client, peer)
    expect(peer.waiting()).toEqual([])
    chat.clock.advance(1)
    const repeated = await peer.next('message')
    expect(repeated.payload).toEqual(early.payload)
    peer.reply(repeated, 'ack', taken(repeated, 1).ack)

    expect((await peer.next('message')).payload.text).toBe('b')
  })

  it('[C-3] gives up a message on which the server stumbles each time, for the sake of the others', async () => {
    const client = chat.start({ random: () => 0 })
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    await Promise.all([client.send('1', 'poison'), client.send('1', 'fine')])
    for (let fault = 1; fault <= 5; fault++) {
      const asked = await peer.next('message')
      expect(asked.payload.text).toBe('poison')
      peer.reply(asked, 'error', { code: 'internal', message: '', retryable: true })
      await heard(client, peer)
      chat.clock.advance(500)
    }

    expect((await peer.next('message')).payload.text).toBe('fine')
    expect(deliveriesOf(client)).toEqual(['failed', 'waiting'])
  })

  it('does without a store that fails, and says so', async () => {
    const broken = async () => {
      throw new Error('storage is refused')
    }
    const errors = vi.fn<(report: ChatEvents['error']) => void>()
    const client = chat.start({ outbox: { load: broken, put: broken, remove: broken } })
    client.on('error', errors)
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    await client.send('1', 'all the same')

    expect((await peer.next('message')).payload.text).toBe('all the same')
    expect(errors.mock.calls[0]?.[0]).toMatchObject({ while: 'outbox' })
  })

  it('[C-3] marks what is refused for good; it can be tried again or discarded', async () => {
    const outbox = createMemoryOutboxStore()
    const client = chat.start({ outbox })
    const failures = vi.fn<(report: ChatEvents['send_failed']) => void>()
    client.on('send_failed', failures)
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    const id = await client.send('1', 'psst')
    const muted = { code: 'muted', message: 'You are muted.', retryable: false }
    peer.reply(await peer.next('message'), 'error', muted)
    await until(client, () => deliveriesOf(client)[0] === 'failed')
    expect(failures.mock.calls[0]?.[0]).toMatchObject({
      error: { code: 'muted' },
      message: { client_msg_id: id },
    })
    expect(await outbox.load('7:ann')).toMatchObject([{ failed: { code: 'muted' } }])

    await client.retry(id)
    expect(deliveriesOf(client)).toEqual(['waiting'])
    peer.reply(await peer.next('message'), 'error', muted)
    await until(client, () => deliveriesOf(client)[0] === 'failed')
    await client.discard(id)

    expect(deliveriesOf(client)).toEqual([])
    expect(await outbox.load('7:ann')).toEqual([])
  })

  it("sends after a reload what the page before had not, and nobody else's", async () => {
    const outbox = createMemoryOutboxStore()
    const entry = { room: '1', sender_id: '7', images: [], ts: 1 }
    await outbox.put({ ...entry, client_msg_id: 'mine', owner: '7:ann', text: 'mine' })
    await outbox.put({ ...entry, client_msg_id: 'other', owner: '9:eve', text: 'hers' })
    const client = chat.start({ outbox })
    const peer = await chat.server.peer()
    await peer.welcome()
    const asked = await peer.next('message')
    peer.reply(asked, 'ack', taken(asked, 1).ack)
    peer.send('message', taken(asked, 1).event)
    await until(client, () => deliveriesOf(client)[0] === 'there')

    expect(asked.payload).toMatchObject({ client_msg_id: 'mine', text: 'mine' })
    expect(await outbox.load('7:ann')).toEqual([])
    expect(await outbox.load('9:eve')).toHaveLength(1)
  })

  it('refuses at once what no chat.server would take', async () => {
    const client = chat.start()
    await expect(client.send('1', 'early')).rejects.toMatchObject({ code: 'unauthenticated' })
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()

    await expect(client.send('2', 'elsewhere')).rejects.toMatchObject({ code: 'not_member' })
    await expect(client.send('1', ' \n')).rejects.toMatchObject({ code: 'bad_request' })
    await expect(client.send('1', '字'.repeat(5_462))).rejects.toMatchObject({ code: 'too_large' })
    await client.send('1', 'half \ud83d')
    expect((await peer.next('message')).payload.text).toBe('half \ufffd')
  })

  it('holds a bounded number of messages', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    for (let sent = 0; sent < 1_000; sent++) await client.send('1', String(sent))

    await expect(client.send('1', 'too much')).rejects.toMatchObject({ code: 'outbox_full' })
  })
})
