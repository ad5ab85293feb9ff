import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChatClient } from '../../src/client/chat-client.ts'
import { clients, lobby, openPlace, storedTexts, texts, until } from '../helpers/client-place.ts'
import { password } from '../helpers/ws-stack.ts'

describe('two clients on one server', () => {
  it('chat with each other', async () => {
    const place = await openPlace()
    const ann = await place.join('ann')
    const bob = await place.join('bob')
    await ann.send(lobby(ann).room.id, 'Hello @bob')
    await until(bob, () => lobby(bob).unread === 1)
    await bob.send(lobby(bob).room.id, 'Hello')
    await until(ann, () => texts(ann).length === 2)
    bob.typing(lobby(bob).room.id)
    await until(ann, () => lobby(ann).typing.length === 1)
    const members = await ann.loadMembers(lobby(ann).room.id)

    expect(texts(ann)).toEqual(['Hello @bob', 'Hello'])
    expect(texts(bob)).toEqual(texts(ann))
    expect(lobby(bob)).toMatchObject({ unread: 0, room: { mentions: 0 } })
    expect(members.map((member) => member.username)).toEqual(['ann', 'bob'])
    expect(ann.getState().presence.get(bob.getState().account?.user_id ?? '')).toBe('online')
  })

  it('count mentions as the server does', async () => {
    const place = await openPlace()
    const ann = await place.join('Änn')
    const bob = await place.join('bob')
    const said = ['hi @änn.', '@ÄNN你好', 'mail@änn', '@room', '@ännika', 'no', '(@änn)', '@Änn @änn']
    for (const text of said) await bob.send(lobby(bob).room.id, text)
    await until(ann, () => lobby(ann).unread === said.length)
    const counted = lobby(ann).room.mentions
    place.proxy.cut()
    await until(ann, () => ann.getState().connection.name !== 'live')
    await ann.whenLive()

    expect(counted).toBe(lobby(ann).room.mentions)
    expect(counted).toBe(5)
  })

  it('make rooms and come into them, where news are not missed', async () => {
    const place = await openPlace()
    const ann = await place.join('ann')
    const bob = await place.join('bob')
    const { room } = await ann.request('room_create', { kind: 'open', name: 'Garden' })
    await ann.send(room.id, 'before')
    await bob.request('room_join', { room: room.id })
    bob.openRoom(room.id)
    await ann.send(room.id, 'after')
    await until(bob, () => bob.getState().rooms.get(room.id)?.entries.length === 2)
    await bob.request('room_leave', { room: room.id })

    expect(bob.getState().rooms.has(room.id)).toBe(false)
    expect(ann.getState().rooms.get(room.id)?.entries).toHaveLength(2)
  })

  it('refuse what the server refuses', async () => {
    const place = await openPlace()
    await place.join('ann')

    await expect(place.join('ANN')).rejects.toMatchObject({ code: 'username_taken' })
    const guest = clients.at(-1)
    const wrong = guest?.login({ username: 'ann', password: 'not this one' })
    await expect(wrong).rejects.toMatchObject({ code: 'invalid_credentials' })
    await guest?.login({ username: 'ann', password })
    expect(guest?.getState().connection.name).toBe('live')
  })

  it('[P-52] know when their session was ended elsewhere, or by themselves', async () => {
    const place = await openPlace()
    const ann = await place.join('ann')
    const bob = await place.join('bob')
    await place.stack.store.execute('revoke_sessions', { accountId: 1, exceptSessionId: null })
    await until(ann, () => ann.getState().connection.name === 'closed')
    await bob.logout()

    expect(ann.getState()).toMatchObject({ account: null, connection: { reason: 'revoked' } })
    expect(bob.getState()).toMatchObject({ account: null, connection: { reason: 'signed_out' } })
  })
})

describe('a client that was away', () => {
  it('[P-32] sends what was written meanwhile, once and in order', async () => {
    const place = await openPlace()
    const ann = await place.join('ann')
    const bob = await place.join('bob')
    place.proxy.aim(null)
    place.proxy.cut()
    for (const text of ['one', 'two', 'three']) await ann.send(lobby(ann).room.id, text)
    expect(texts(ann)).toEqual(['(one)', '(two)', '(three)'])
    place.proxy.aim(place.stack.port)
    await until(bob, () => texts(bob).length === 3)
    await until(ann, () => texts(ann).join() === 'one,two,three')

    expect(texts(bob)).toEqual(['one', 'two', 'three'])
    expect(await storedTexts(place)).toEqual(['one', 'two', 'three'])
  })

  it('[P-30, P-31] catches up, whatever the gap: by pages, or by a reset', async () => {
    const place = await openPlace()
    const ann = await place.join('ann')
    const resets: string[] = []
    ann.on('room_reset', ({ reason }) => resets.push(reason))
    const { id } = lobby(ann).room
    const post = (count: number) =>
      Promise.all(
        Array.from({ length: count }, (_, index) =>
          place.stack.store.execute('post_message', {
            senderId: 1,
            roomId: Number(id),
            clientMessageId: null,
            text: `away ${index}`,
            imageIds: [],
            replyTo: null,
          }),
        ),
      )
    const beAwayFor = async (count: number) => {
      place.proxy.aim(null)
      place.proxy.cut()
      await post(count)
      place.proxy.aim(place.stack.port)
      ann.connect()
      await until(ann, () => lobby(ann).room.last_n >= count && !lobby(ann).isCatchingUp)
    }
    await beAwayFor(450)
    expect(texts(ann)).toEqual(Array.from({ length: 450 }, (_, index) => `away ${index}`))
    expect(resets).toEqual([])
    await beAwayFor(1_001)

    await until(ann, () => resets.length === 1)
    expect(resets).toEqual(['gap'])
    expect(texts(ann)).toEqual(Array.from({ length: 50 }, (_, index) => `away ${951 + index}`))
    await ann.loadOlder(id)
    expect(texts(ann)).toHaveLength(100)
  })

  it('goes on after the server was restarted, while somebody writes', async () => {
    const place = await openPlace()
    const ann = await place.join('ann')
    const bob = await place.join('bob')
    const { id } = lobby(ann).room
    for (let n = 0; n < 30; n++) {
      await ann.send(id, String(n))
      if (n % 10 === 5) await place.restart()
    }
    await until(bob, () => texts(bob).length === 30)
    await until(ann, () => texts(ann).every((text) => !text.startsWith('(')))

    expect(texts(bob)).toEqual(await storedTexts(place))
    expect(texts(ann)).toEqual(texts(bob))
    expect(texts(bob)).toEqual(Array.from({ length: 30 }, (_, n) => String(n)))
  })
})

describe('clients on a network that cuts anywhere', () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), who: fc.nat({ max: 2 }) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('cut' as const) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pause' as const), ms: fc.nat({ max: 30 }) }) },
  )
  const story = fc.record({
    steps: fc.array(step, { minLength: 10, maxLength: 40 }),
    bytes: fc.infiniteStream(fc.integer({ min: 200, max: 6_000 })),
  })

  it('[P-32] all have the log that the database has: nothing lost, nothing twice, in order', async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ steps, bytes }) => {
        const place = await openPlace()
        const people = await Promise.all(['ann', 'bob', 'eve'].map((name) => place.join(name)))
        const heard = people.map((client) => {
          const seqs: number[] = []
          for (const type of ['message', 'member_changed'] as const) {
            client.on(type, ({ seq }) => seqs.push(seq))
          }
          return { from: lobby(client).room.last_seq, seqs }
        })
        place.proxy.limit(() => bytes.next().value)
        place.proxy.cut()
        const sent: string[][] = [[], [], []]
        for (const taken of steps) {
          if (taken.do === 'cut') place.proxy.cut()
          if (taken.do === 'restart') await place.restart()
          if (taken.do === 'pause') await new Promise((resolve) => setTimeout(resolve, taken.ms))
          if (taken.do === 'send') {
            const text = `${taken.who}.${sent[taken.who]?.length}`
            sent[taken.who]?.push(text)
            await people[taken.who]?.send(lobby(people[taken.who] as ChatClient).room.id, text)
          }
        }
        place.proxy.limit(() => Number.POSITIVE_INFINITY)
        const total = sent.flat().length
        for (const client of people) {
          await until(client, () => texts(client).filter((text) => !text.startsWith('(')).length === total)
        }
        const stored = await storedTexts(place)

        expect(stored.toSorted()).toEqual(sent.flat().toSorted())
        for (const [who, own] of sent.entries()) {
          expect(stored.filter((text) => text.startsWith(`${who}.`))).toEqual(own)
        }
        for (const client of people) expect(texts(client)).toEqual(stored)
        for (const [who, { from, seqs }] of heard.entries()) {
          const last = lobby(people[who] as ChatClient).room.last_seq
          expect(seqs).toEqual(Array.from({ length: last - from }, (_, index) => from + index + 1))
        }
      }),
      { numRuns: 8, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false },
    )
  })
})
