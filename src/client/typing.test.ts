import { describe, expect, it } from 'vitest'
import { heard, roomOf, scriptedChat, until } from '../../test/helpers/scripted-chat.ts'

const chat = scriptedChat()
const bob = { user_id: '8', username: 'bob', display_name: 'Bob' }

async function whileBobTypes() {
  const client = chat.start()
  const peer = await chat.server.peer()
  await peer.welcome()
  await client.whenLive()
  peer.send('typing', { room: '1', ts: 1, user_id: '8', display_name: 'Bob' })
  await until(client, () => roomOf(client).typing.length === 1)
  return { client, peer }
}

describe('[P-63] somebody who types', () => {
  it.each([
    ['is muted', 'member_changed', { ...bob, change: 'muted', role: 'member', muted: true }],
    ['leaves', 'member_changed', { ...bob, change: 'left' }],
    ['finds the room archived', 'room_updated', { name: 'Attic', topic: '', archived: true }],
  ])('is shown to no more, as soon as that one %s', async (_, type, change) => {
    const { client, peer } = await whileBobTypes()

    peer.send(type, { ...change, room: '1', seq: 1, ts: 1 })
    await heard(client, peer)

    expect(roomOf(client).typing).toEqual([])
  })

  it('goes on with a new role, and with a new name of the room', async () => {
    const { client, peer } = await whileBobTypes()

    peer.send('member_changed', {
      ...{ ...bob, change: 'role', role: 'moderator', muted: false },
      ...{ room: '1', seq: 1, ts: 1 },
    })
    peer.send('room_updated', { room: '1', seq: 2, ts: 1, name: 'Attic', topic: '', archived: false })
    await heard(client, peer)

    expect(roomOf(client).typing).toMatchObject([{ user_id: '8' }])
  })
})

it('[P-60] a member’s role in the place is kept current with the others', async () => {
  const client = chat.start()
  const peer = await chat.server.peer()
  await peer.welcome()
  await client.whenLive()
  const loading = client.loadMembers('1')
  const asked = await peer.next('members')
  const member = { ...bob, role: 'member', muted: false }
  peer.reply(asked, 'members_response', { room: '1', members: [{ ...member, presence: 'online' }] })
  expect(await loading).toEqual([member])

  const promoted = { ...member, place_role: 'moderator' }
  peer.send('member_changed', { ...promoted, change: 'role', room: '1', seq: 1, ts: 1 })
  await heard(client, peer)

  expect(roomOf(client).members).toEqual([promoted])
})
