import { describe, expect, it } from 'vitest'
import { heard, roomOf, scriptedChat, textsOf, until } from '../../test/helpers/scripted-chat.ts'
import { messageView, roomView } from '../../test/helpers/scripted-server.ts'
import type { MessageView } from '../protocol/views.ts'

const chat = scriptedChat()

const quote = { message_id: '1001', n: 1, sender_name: 'bob', text: 'text 1', has_image: false }

const deleted = (seq: number, n: number) => ({
  ...{ room: '1', seq, ts: seq },
  ...{ message_id: String(1_000 + n), n },
  message: messageView(n, { text: '', version: 3, deleted: true }),
  quote: { ...quote, message_id: String(1_000 + n), n, text: '', deleted: true },
})

const edited = (seq: number, message: MessageView) => ({
  ...{ room: '1', seq, ts: seq, message_id: message.message_id, n: message.n },
  message,
  quote: { ...quote, text: message.text },
})

describe('a message that is edited', () => {
  it('says what it says now, and names whom it names now', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('message', messageView(1))
    peer.send('message_edited', edited(2, messageView(1, { text: 'now', version: 2, mentions: ['7'] })))
    await until(client, () => textsOf(client)[0] === 'now')
    expect(roomOf(client).room).toMatchObject({ mentions: 1, last_n: 1, last_seq: 2 })
    peer.send('message_edited', edited(3, messageView(1, { text: 'later', version: 3 })))
    await until(client, () => textsOf(client)[0] === 'later')

    expect(roomOf(client)).toMatchObject({ unread: 1, room: { mentions: 0 } })
  })

  it('[C-6] and deleted says nothing, though the edit is heard after a page that knew of the deletion', async () => {
    const client = chat.start()
    client.openRoom('1')
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 1, last_n: 1, last_read_n: 1 })] })
    const messages = [messageView(1, { text: '', version: 3, deleted: true })]
    peer.reply(await peer.next('history'), 'history_response', { room: '1', messages, more: false })
    peer.send('message_edited', edited(2, messageView(1, { text: 'now', version: 2 })))
    peer.send('message_deleted', deleted(3, 1))
    await heard(client, peer)

    expect(textsOf(client)).toEqual([''])
    expect(roomOf(client).entries[0]?.message).toMatchObject({ deleted: true, version: 3 })
  })
})

describe('a message that is deleted', () => {
  it('loses its words, and its mention with them', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('message', messageView(1, { text: 'for @ann', mentions: ['7'] }))
    peer.send('message', messageView(2, { text: 'for all', mentions_room: true }))
    await until(client, () => roomOf(client).room.mentions === 2)
    peer.send('message_deleted', deleted(3, 1))
    await until(client, () => textsOf(client)[0] === '')

    expect(roomOf(client).entries[0]?.message).toMatchObject({ deleted: true, images: [] })
    expect(roomOf(client).entries[0]?.message).not.toHaveProperty('mentions')
    expect(roomOf(client).room).toMatchObject({ mentions: 1, last_seq: 3, last_n: 2 })
  })

  it('while one was away is deleted here too, and counted as the snapshot has counted', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome()
    await client.whenLive()
    peer.send('message', messageView(1, { mentions: ['7'] }))
    peer.send('message', messageView(2, { mentions: ['7'] }))
    await until(client, () => roomOf(client).room.mentions === 2)
    peer.cut()
    const second = await chat.server.peer()
    await second.welcome({ rooms: [roomView({ last_seq: 3, last_n: 2, mentions: 1 })] })
    const events = [{ type: 'message_deleted', payload: deleted(3, 1) }]
    const sync = { room: '1', from: 2, to: 3, events, more: false }
    second.reply(await second.next('sync'), 'sync_response', sync)
    await until(client, () => textsOf(client)[0] === '')

    expect(roomOf(client)).toMatchObject({ unread: 2, room: { mentions: 1 } })
  })

  it('[C-6] stays deleted where a page of history was read before', async () => {
    const client = chat.start()
    client.openRoom('1')
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 2, last_n: 2, last_read_n: 2 })] })
    const asked = await peer.next('history')
    peer.send('message_deleted', deleted(3, 1))
    await heard(client, peer)
    peer.reply(asked, 'history_response', {
      room: '1',
      messages: [messageView(1), messageView(2)],
      more: false,
    })
    await until(client, () => roomOf(client).entries.length === 2)

    expect(textsOf(client)).toEqual(['', 'text 2'])
  })

  it('unseen, has its mention counted by the server', async () => {
    const client = chat.start()
    const peer = await chat.server.peer()
    await peer.welcome({ rooms: [roomView({ last_seq: 9, last_n: 9, last_read_n: 4, mentions: 2 })] })
    await client.whenLive()
    peer.send('message_deleted', deleted(10, 6))
    const asked = await peer.next('read')
    expect(asked.payload).toEqual({ room: '1', n: 4 })
    peer.reply(asked, 'ack', { room: '1', n: 4, mentions: 1 })

    await until(client, () => roomOf(client).room.mentions === 1)
  })
})

it('an answer quotes what is said now, and nothing that is deleted', async () => {
  const client = chat.start()
  const peer = await chat.server.peer()
  await peer.welcome()
  await client.whenLive()
  peer.send('message', messageView(1))
  peer.send('message', messageView(2, { reply_to: '1001', reply: quote }))
  peer.send('message_edited', edited(3, messageView(1, { text: 'now', version: 2 })))
  await heard(client, peer)
  expect(roomOf(client).entries[1]?.message).toMatchObject({ reply: { text: 'now' } })
  peer.send('message_deleted', deleted(4, 1))
  await heard(client, peer)

  expect(roomOf(client).entries[1]?.message).toMatchObject({ reply: { text: '', deleted: true } })
  expect(textsOf(client)).toEqual(['', 'text 2'])
})

it('a reaction is as the server last told it, and is put to nothing that is deleted', async () => {
  const client = chat.start()
  const peer = await chat.server.peer()
  await peer.welcome()
  await client.whenLive()
  peer.send('message', messageView(1, { reactions: { '👍': ['9'] } }))
  const reaction = (seq: number, shown: Pick<MessageView, 'reactions' | 'reaction_counts'>) =>
    peer.send('reaction', {
      ...{ room: '1', seq, ts: seq, message_id: '1001', n: 1, user_id: '8', emoji: '👍', on: true },
      ...shown,
    })
  const two = { reactions: { '👍': ['9', '8'], '❤️': ['8'] }, reaction_counts: { '👍': 52 } }
  reaction(2, two)
  await heard(client, peer)
  expect(roomOf(client).entries[0]?.message).toMatchObject(two)
  reaction(3, { reactions: {} })
  await heard(client, peer)
  expect(roomOf(client).entries[0]?.message).toMatchObject({ reactions: {}, reaction_counts: {} })
  peer.send('message_deleted', deleted(4, 1))
  reaction(5, { reactions: { '👍': ['9'] } })
  await heard(client, peer)

  expect(roomOf(client).entries[0]?.message).not.toHaveProperty('reactions')
  expect(roomOf(client).room.last_seq).toBe(5)
})
