import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'

const messageBurst = 3

let stack: WsStack

beforeAll(async () => {
  stack = await startWsStack({ config: { limits: { messageBurst, messagesPerSecond: 1 } } })
})

afterAll(async () => {
  await stack.stop()
})

describe('[P-42] what is told to a room', () => {
  test.each([
    ['react', { message_id: '1', emoji: '👍', on: true }],
    ['room_create', { kind: 'open', name: 'Another' }],
    ['room_join', { room: '1' }],
    ['room_leave', { room: '1' }],
    ['room_invite', { room: '1', user_ids: ['1'] }],
    ['profile_update', { display_name: 'Somebody' }],
  ])('by %s counts as a message of its user, on whatever connection', async (type, payload) => {
    const { client, welcome } = await stack.register(type)
    const other = await stack.connect()
    await other.request('auth_request', { action: 'token', token: welcome.payload.token })
    const { id: room } = welcome.payload.rooms[0]
    for (let n = 0; n < messageBurst; n += 1) await client.request('message', { room, text: 'hello' })

    const answer = await other.request(type, payload)

    expect(answer.payload).toMatchObject({ code: 'rate_limited', retryable: true })
  })
})
