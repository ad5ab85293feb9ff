import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { WsClient } from '../../../test/helpers/ws-client.ts'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'

let stack: WsStack
let ann: WsClient
let bob: WsClient
let annId: string
let bobId: string
let lobby: string

beforeAll(async () => {
  stack = await startWsStack({ config: { limits: { requestBurst: 10_000, messageBurst: 10_000 } } })
  const first = await stack.register('ann')
  const second = await stack.register('bob')
  ann = first.client
  bob = second.client
  annId = first.welcome.payload.user_id
  bobId = second.welcome.payload.user_id
  lobby = first.welcome.payload.rooms[0].id
})

afterAll(async () => {
  await stack.stop()
})

const newId = () => crypto.randomUUID()

describe('chatting', () => {
  test('[P-21] a message is acked, and told to everybody in the room with the same numbers', async () => {
    const clientMessageId = newId()
    const ack = await ann.request('message', { room: lobby, text: '你好 🙂', client_msg_id: clientMessageId })
    const told = await bob.next('message')

    expect(ack).toMatchObject({ type: 'ack', payload: { room: lobby, client_msg_id: clientMessageId } })
    expect(told.payload).toMatchObject({
      room: lobby,
      text: '你好 🙂',
      sender_id: annId,
      sender_name: 'ann',
      client_msg_id: clientMessageId,
      message_id: ack.payload.message_id,
      seq: ack.payload.seq,
      n: ack.payload.n,
      ts: ack.payload.ts,
    })
  })

  test('[P-25] the sender’s other connections are told too, and the sender itself', async () => {
    const token = (await stack.register('cat')).welcome.payload.token
    const devices = [await stack.connect(), await stack.connect()] as const
    for (const device of devices) await device.request('auth_request', { action: 'token', token })

    const ack = await devices[0].request('message', { room: lobby, text: 'from one device' })

    const isIt = (frame: { payload: { message_id: string } }) =>
      frame.payload.message_id === ack.payload.message_id
    for (const device of devices)
      expect((await device.next('message', isIt)).payload.text).toBe('from one device')
  })

  test('[P-2] an old client’s message, without id, room and client_msg_id, reaches the default room', async () => {
    ann.send({ type: 'message', payload: { text: 'from an old client' } })
    const told = await bob.next('message', ({ payload }) => payload.text === 'from an old client')
    const ack = await ann.next('ack', ({ payload }) => payload.message_id === told.payload.message_id)
    expect(ack.re).toBeUndefined()
    expect(told.payload.room).toBe(lobby)
  })

  test('[P-2] frames of one turn are answered in order, and their messages are told in order', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `in order ${index}`)
    ann.sendTogether(
      texts.flatMap((text, index) => [
        { type: 'message', id: `order-${index}`, payload: { room: lobby, text } },
        { type: 'ping', id: `order-ping-${index}` },
      ]),
    )
    for (const text of texts) await bob.next('message', ({ payload }) => payload.text === text)
    await ann.next('pong', ({ re }) => re === 'order-ping-19')

    const answers = ann.frames.map(({ re }) => re).filter((re) => re?.startsWith('order-'))
    expect(answers).toEqual(texts.flatMap((_, index) => [`order-${index}`, `order-ping-${index}`]))
    const heard = bob.frames.map(({ payload }) => payload.text).filter((text) => text?.startsWith('in order'))
    expect(heard).toEqual(texts)
  })

  test('[P-22] a repeat is answered as the first was and told to nobody; other content is refused', async () => {
    const first = { room: lobby, text: 'once', client_msg_id: newId() }
    const ack = await ann.request('message', first)
    const repeat = await ann.request('message', first)
    const conflict = await ann.request('message', { ...first, text: 'twice' })
    await ann.request('message', { room: lobby, text: 'end of repeats' })
    await bob.next('message', ({ payload }) => payload.text === 'end of repeats')

    expect(repeat.payload).toEqual({ ...ack.payload, dup: true })
    expect(conflict).toMatchObject({
      type: 'error',
      payload: { code: 'idempotency_conflict', retryable: false },
    })
    expect(bob.frames.filter(({ payload }) => payload.text === 'once')).toHaveLength(1)
  })

  test('[P-42] a text of more than 16 KiB is refused with what was expected', async () => {
    const answer = await ann.request('message', { room: lobby, text: 'é'.repeat(8 * 1024 + 1) })
    expect(answer.payload).toMatchObject({
      code: 'bad_request',
      details: [{ path: 'payload.text', expected: 'at most 16384 bytes of UTF-8' }],
    })
  })
})

describe('reading', () => {
  test('history comes in pages, from where it is asked', async () => {
    const sent: number[] = []
    for (const text of ['one', 'two', 'three'])
      sent.push((await ann.request('message', { room: lobby, text })).payload.n)
    const [first = 0, , last = 0] = sent

    const newest = await bob.request('history', { room: lobby, limit: 2 })
    const before = await bob.request('history', { room: lobby, before_n: last, limit: 1 })
    const after = await bob.request('history', { room: lobby, after_n: first, limit: 10 })

    const texts = (frame: typeof newest) => frame.payload.messages.map(({ text }: { text: string }) => text)
    expect(newest.type).toBe('history_response')
    expect([texts(newest), newest.payload.more]).toEqual([['two', 'three'], true])
    expect(texts(before)).toEqual(['two'])
    expect([texts(after), after.payload.more]).toEqual([['two', 'three'], false])
  })

  test('history around two places at once is refused', async () => {
    const answer = await bob.request('history', { room: lobby, before_n: 3, after_n: 1 })
    expect(answer.payload.code).toBe('bad_request')
  })

  test('[P-30] sync fills a gap with the events that were missed', async () => {
    const ack = await ann.request('message', { room: lobby, text: 'missed' })
    const token = (await stack.register('dan')).welcome
    const answer = await bob.request('sync', {
      epoch: token.payload.epoch,
      room: lobby,
      from: ack.payload.seq - 1,
    })
    expect(answer.type).toBe('sync_response')
    expect(answer.payload.events[0]).toMatchObject({ type: 'message', payload: { text: 'missed' } })
  })

  test('[P-31] sync from another epoch is answered with the whole truth', async () => {
    const answer = await bob.request('sync', { epoch: 'another', room: lobby, from: 0 })
    expect(answer).toMatchObject({ type: 'sync_reset', payload: { reason: 'epoch', room: lobby } })
  })

  test('a read mark is told to the user’s other devices, and to nobody else', async () => {
    const token = (await stack.register('eve')).welcome.payload.token
    const [phone, laptop] = [await stack.connect(), await stack.connect()] as const
    for (const device of [phone, laptop]) await device.request('auth_request', { action: 'token', token })
    const { n } = (await ann.request('message', { room: lobby, text: 'to be read' })).payload

    const ack = await phone.request('read', { room: lobby, n })

    expect(ack).toMatchObject({ type: 'ack', payload: { room: lobby, n, mentions: 0 } })
    expect((await laptop.next('read')).payload).toMatchObject({ room: lobby, n, mentions: 0 })
    expect(bob.frames.some(({ type }) => type === 'read')).toBe(false)
    expect(phone.frames.some(({ type }) => type === 'read')).toBe(false)
  })
})

describe('people', () => {
  test('typing is told to the others in the room, once in three seconds', async () => {
    await ann.request('typing', { room: lobby })
    const again = await ann.request('typing', { room: lobby })

    expect((await bob.next('typing')).payload).toMatchObject({
      room: lobby,
      user_id: annId,
      display_name: 'ann',
    })
    expect(again.payload).toMatchObject({ code: 'rate_limited', retryable: true })
    expect(again.payload.retry_after_ms).toBeGreaterThan(2_000)
    expect(ann.frames.some(({ type }) => type === 'typing')).toBe(false)
  })

  test('members come with their presence', async () => {
    const { client } = await stack.register('fay')
    client.close()
    await client.closed
    await bob.request('presence', { state: 'away' })

    const { members } = (await ann.request('members', { room: lobby })).payload

    const presenceOf = (name: string) =>
      members.find(({ username }: { username: string }) => username === name)?.presence
    expect([presenceOf('ann'), presenceOf('bob'), presenceOf('fay')]).toEqual(['online', 'away', 'offline'])
    expect((await ann.next('presence', ({ payload }) => payload.state === 'away')).payload.user_id).toBe(
      bobId,
    )
    await bob.request('presence', { state: 'online' })
  })

  test('users are found by the beginning of their names', async () => {
    const { users } = (await ann.request('users', { q: 'bo' })).payload
    expect(users).toEqual([{ user_id: bobId, username: 'bob', display_name: 'bob' }])
  })

  test('a new display name is told, and used from then on', async () => {
    const { client } = await stack.register('gus')
    const answer = await client.request('profile_update', { display_name: 'Gus the Great' })
    await client.request('message', { room: lobby, text: 'under a new name' })

    expect(answer.payload).toMatchObject({ username: 'gus', display_name: 'Gus the Great' })
    expect((await client.next('profile_changed')).payload.display_name).toBe('Gus the Great')
    const told = await bob.next('message', ({ payload }) => payload.text === 'under a new name')
    expect(told.payload.sender_name).toBe('Gus the Great')
  })

  test('[P-42] the fourth new name within a minute is refused, on whatever connection', async () => {
    const { client, welcome } = await stack.register('protean')
    const other = await stack.connect()
    await other.request('auth_request', { action: 'token', token: welcome.payload.token })
    for (const name of ['Lion', 'Snake', 'Leopard'])
      expect((await client.request('profile_update', { display_name: name })).type).not.toBe('error')

    const answer = await other.request('profile_update', { display_name: 'Pig' })

    expect(answer.payload).toMatchObject({ code: 'rate_limited', retryable: true })
    expect(answer.payload.retry_after_ms).toBeGreaterThan(50_000)
  })
})

describe('rooms', () => {
  test('an open room is made, listed, joined, spoken in and left', async () => {
    const { room } = (await ann.request('room_create', { kind: 'open', name: 'Garden', topic: 'plants' }))
      .payload
    expect(room).toMatchObject({ kind: 'open', name: 'Garden', topic: 'plants', role: 'owner' })
    const listed = (await bob.request('room_list')).payload.rooms
    expect(listed).toContainEqual({ id: room.id, name: 'Garden', topic: 'plants', members: 1, joined: false })
    expect((await bob.request('message', { room: room.id, text: 'x' })).payload.code).toBe('not_member')

    const joined = await bob.request('room_join', { room: room.id })
    expect(joined.payload.room).toMatchObject({ id: room.id, role: 'member' })
    await bob.next('rooms_changed', ({ payload }) => payload.added?.id === room.id)
    await ann.next('member_changed', ({ payload }) => payload.room === room.id && payload.user_id === bobId)
    await ann.request('message', { room: room.id, text: 'welcome' })
    await bob.next('message', ({ payload }) => payload.text === 'welcome')

    expect((await bob.request('room_leave', { room: room.id })).payload).toEqual({ room: room.id })
    await bob.next('rooms_changed', ({ payload }) => payload.removed === room.id)
    await ann.request('message', { room: room.id, text: 'between ourselves' })
    await bob.request('ping')
    expect(bob.frames.some(({ payload }) => payload.text === 'between ourselves')).toBe(false)
  })

  test('the default room cannot be left, and a name cannot be taken twice', async () => {
    await ann.request('room_create', { kind: 'open', name: 'Kitchen' })
    expect((await ann.request('room_leave', { room: lobby })).payload.code).toBe('forbidden')
    expect((await bob.request('room_create', { kind: 'open', name: 'Kitchen' })).payload.code).toBe(
      'name_taken',
    )
  })

  test('[P-50] a private room that is not yours is not there, whatever is asked of it', async () => {
    const { room } = (await ann.request('room_create', { kind: 'private', name: 'Attic' })).payload
    const { epoch } = (await stack.register('hal')).welcome.payload
    const attempts: [string, object][] = [
      ['message', { room: room.id, text: 'x' }],
      ['history', { room: room.id }],
      ['sync', { room: room.id, epoch, from: 0 }],
      ['read', { room: room.id, n: 0 }],
      ['typing', { room: room.id }],
      ['members', { room: room.id }],
      ['room_join', { room: room.id }],
      ['room_invite', { room: room.id, user_ids: [bobId] }],
    ]
    for (const [type, payload] of attempts) {
      const answer = await bob.request(type, payload)
      expect([type, answer.type, answer.payload.code]).toEqual([type, 'error', 'not_found'])
    }
    expect((await bob.request('room_list')).payload.rooms.map(({ id }: { id: string }) => id)).not.toContain(
      room.id,
    )
  })

  test('who is invited into a private room hears of it, and then everything in it', async () => {
    const { room } = (await ann.request('room_create', { kind: 'private', name: 'Cellar' })).payload
    const answer = await ann.request('room_invite', { room: room.id, user_ids: [bobId] })
    expect(answer.payload).toEqual({ room: room.id, added: [bobId] })
    await bob.next('rooms_changed', ({ payload }) => payload.added?.id === room.id)
    await ann.request('message', { room: room.id, text: 'secret' })
    await bob.next('message', ({ payload }) => payload.text === 'secret')
  })

  test('a member may not make invites', async () => {
    expect((await ann.request('invite_create', {})).payload.code).toBe('forbidden')
  })
})

describe('other requests', () => {
  test('[P-4] an unknown type is answered, and the connection stays', async () => {
    expect((await ann.request('no_such_thing')).payload).toMatchObject({
      code: 'unknown_type',
      retryable: false,
    })
    expect((await ann.request('toString')).payload.code).toBe('unknown_type')
    expect((await ann.request('ping')).type).toBe('pong')
  })

  test('[P-50] a request of the wrong shape is told where and what', async () => {
    const answer = await ann.request('history', { room: '-7', limit: 1_000 })
    expect(answer.payload).toMatchObject({
      code: 'bad_request',
      details: [
        { path: 'payload.room', expected: 'an id that the server gave' },
        { path: 'payload.limit', expected: 'at most 100' },
      ],
    })
  })

  test('health is answered', async () => {
    const answer = await ann.request('health_check')
    expect(answer).toMatchObject({ type: 'health_check_response', payload: { status: 'ok' } })
  })

  test('a binary frame is refused in words', async () => {
    ann.socket.send(Buffer.from([1, 2, 3]))
    expect((await ann.next('error', ({ re }) => re === undefined)).payload.code).toBe('bad_request')
    expect((await ann.request('ping')).type).toBe('pong')
  })
})

describe('a reaction', () => {
  test.each(['👍', '❤️', '1️⃣', '🇨🇳', '👍🏽', '👨‍👩‍👧‍👦'])('may be %s', async (emoji) => {
    const { message_id } = (await ann.request('message', { room: lobby, text: 'react' })).payload
    const ack = await bob.request('react', { message_id, emoji, on: true })
    const told = await ann.next('reaction', ({ payload }) => payload.message_id === message_id)

    expect(ack.payload).toEqual({ message_id, room: lobby, emoji, on: true })
    expect(told.payload).toMatchObject({ emoji, user_id: bobId, reactions: { [emoji]: [bobId] } })
  })

  test.each(['', 'a', '1', '👍👍', '👍 ', '❤', '__proto__', '👩🏽‍❤️‍💋‍👨🏿'])(
    'may not be "%s"',
    async (emoji) => {
      const { message_id } = (await ann.request('message', { room: lobby, text: 'react' })).payload
      const answer = await bob.request('react', { message_id, emoji, on: true })

      expect(answer.payload).toMatchObject({ code: 'bad_request', details: [{ path: 'payload.emoji' }] })
    },
  )
})
