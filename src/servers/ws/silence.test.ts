import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'

let stack: WsStack

beforeAll(async () => {
  stack = await startWsStack()
})

afterAll(async () => {
  await stack.stop()
})

test('[P-63] typing of one who is muted, or where nobody may write, is refused, and told to nobody', async () => {
  const { client: ann } = await stack.register('ann')
  const { client: bob, welcome } = await stack.register('bob')
  const bobId = welcome.payload.user_id
  const { room } = (await ann.request('room_create', { kind: 'open', name: 'Silent film' })).payload
  await bob.request('room_join', { room: room.id })
  await ann.request('room_mute', { room: room.id, user_id: bobId, on: true })

  const muted = await bob.request('typing', { room: room.id })
  await ann.request('room_archive', { room: room.id, on: true })
  const archived = await ann.request('typing', { room: room.id })
  await ann.request('room_archive', { room: room.id, on: false })
  await ann.request('room_mute', { room: room.id, user_id: bobId, on: false })
  const heard = await bob.request('typing', { room: room.id })

  expect(muted.payload).toMatchObject({ code: 'muted', retryable: false })
  expect(archived.payload).toMatchObject({ code: 'archived', retryable: false })
  expect(heard.type).toBe('ack')
  await ann.request('ping')
  const told = [...ann.frames, ...bob.frames].filter(
    ({ type, payload }) => type === 'typing' && payload.room === room.id,
  )
  expect(told).toMatchObject([{ payload: { user_id: bobId } }])
})
