import { describe, expect, it } from 'vitest'
import type { ChatClient } from '../../src/client/chat-client.ts'
import { lobby, openPlace, texts, until } from '../helpers/client-place.ts'

const messageIds = (client: ChatClient) =>
  lobby(client).entries.flatMap(({ kind, message }) => (kind === 'message' ? [message.message_id] : []))

describe('a client that was away', () => {
  it('[P-24] finds what was edited, deleted, answered and reacted to as those find it who were here', async () => {
    const place = await openPlace()
    const ann = await place.join('ann')
    const bob = await place.join('bob')
    const room = lobby(ann).room.id
    for (const text of ['edited', 'deleted', 'both', 'answered']) await ann.send(room, text)
    await until(bob, () => texts(bob).length === 4)
    const [edited = '', deleted = '', both = '', answered = ''] = messageIds(ann)
    bob.close()
    await ann.send(room, 'to an edited one', { replyTo: edited })
    await ann.send(room, 'to a deleted one', { replyTo: answered })
    await until(ann, () => messageIds(ann).length === 6)
    const edit = (message_id: string, expect_version: number) =>
      ann.request('message_edit', { message_id, text: `said at ${expect_version}`, expect_version })
    await edit(edited, 1)
    await edit(edited, 2)
    await Promise.allSettled([ann.request('message_delete', { message_id: both }), edit(both, 1)])
    for (const message_id of [deleted, answered]) await ann.request('message_delete', { message_id })
    for (const on of [true, true, false, true])
      await ann.request('react', { message_id: edited, emoji: '👍', on })
    bob.connect()
    const head = lobby(ann).room.last_seq
    await until(bob, () => lobby(bob).room.last_seq === head && !lobby(bob).isCatchingUp)

    expect(texts(bob)).toEqual(['said at 2', '', '', '', 'to an edited one', 'to a deleted one'])
    const { messages } = await bob.request('history', { room })
    expect(lobby(bob).entries.map(({ message }) => message)).toMatchObject(messages)
    expect(lobby(ann).entries.map(({ message }) => message)).toMatchObject(messages)
    expect(messages.map(({ reply }) => reply?.text)).toEqual([...Array(4), 'said at 2', ''])
    const { user_id = '' } = ann.getState().account ?? {}
    expect(messages[0]).toMatchObject({ version: 3, reactions: { '👍': [user_id] } })
  })
})
