import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Frame, WsClient } from '../../../test/helpers/ws-client.ts'
import { password, startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import { events, roomEvents } from '../../protocol/events.ts'

let stack: WsStack
let ann: WsClient
/** All that a bystander was told while ann did everything that tells somebody. */
let told: readonly Frame[]

beforeAll(async () => {
  stack = await startWsStack({ config: { limits: { requestBurst: 10_000, messageBurst: 10_000 } } })
  ann = (await stack.register('ann')).client
  const { client: bob, welcome } = await stack.register('bob')
  const room = welcome.payload.rooms[0].id as string
  const { payload: said } = await ann.request('message', { room, text: 'hello' })
  const { message_id } = said
  await ann.request('message', { room, text: 'an answer', reply_to: message_id })
  await ann.request('message_edit', { message_id, text: 'hello there', expect_version: 1 })
  await ann.request('react', { message_id, emoji: '👍', on: true })
  await ann.request('typing', { room })
  await ann.request('profile_update', { display_name: 'Ann' })
  await ann.request('message_delete', { message_id })
  await bob.next('message_deleted')
  told = bob.frames.filter(({ re }) => re === undefined)
})

afterAll(async () => {
  await stack.stop()
})

test('[P-3] durable events carry their room, its next seq and the time; others have no seq', () => {
  const durable = told.filter(({ type }) => type in roomEvents)
  const others = told.filter(({ type }) => !(type in roomEvents))

  expect(new Set(durable.map(({ type }) => type))).toEqual(
    new Set(['message', 'message_edited', 'reaction', 'member_changed', 'message_deleted']),
  )
  const [first] = durable
  for (const [index, { payload }] of durable.entries()) {
    expect(payload).toMatchObject({ seq: first?.payload.seq + index, room: first?.payload.room })
    expect(Math.abs(payload.ts - Date.now())).toBeLessThan(60_000)
  }
  expect(others.map(({ type }) => type)).toContain('typing')
  expect(others.filter(({ payload }) => 'seq' in payload)).toEqual([])
})

test('every event is as its schema says', () => {
  for (const { type, payload } of told)
    expect(events[type as keyof typeof events].parse(payload)).toEqual(payload)
})

test('[P-5] ids are strings wherever they are, and a made-up one opens nothing', async () => {
  const ids = told.flatMap(({ payload }) => idsIn(payload))

  expect(ids.length).toBeGreaterThan(20)
  expect(ids.filter((id) => typeof id !== 'string')).toEqual([])
  const answer = await ann.request('history', { room: '4711' })
  expect(answer).toMatchObject({ type: 'error', payload: { code: 'not_found' } })
})

test('[P-12] after a log-in that was refused the connection may try again', async () => {
  const client = await stack.connect()

  const refused = await client.request('auth_request', {
    action: 'login',
    username: 'ann',
    password: 'wrong',
  })
  const accepted = await client.request('auth_request', { action: 'login', username: 'ann', password })

  expect(refused.payload).toMatchObject({ status: 'error', code: 'invalid_credentials' })
  expect(accepted.payload).toMatchObject({ status: 'success', username: 'ann' })
})

function idsIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(idsIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    /^(?:room|id|[a-z_]+_id)$/.test(key) && (typeof inner !== 'object' || inner === null)
      ? [inner]
      : idsIn(inner),
  )
}
