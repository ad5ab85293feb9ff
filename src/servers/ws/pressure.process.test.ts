import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import { limits } from '../../protocol/limits.ts'
import { bounds } from './bounds.ts'

const stacks: WsStack[] = []

async function start(options: Parameters<typeof startWsStack>[0] = {}): Promise<WsStack> {
  const stack = await startWsStack(options)
  stacks.push(stack)
  return stack
}

afterAll(async () => {
  for (const stack of stacks) {
    await stack.stop()
  }
})

describe('limits of a connection', () => {
  test('[P-43] too many requests are refused with a time to wait, and going on closes with 4029', async () => {
    const stack = await start({ config: { limits: { requestsPerSecond: 1, requestBurst: 5 } } })
    const { client } = await stack.register('ann')
    for (let sent = 0; sent < 5 + bounds.refusalBurst + 1; sent += 1)
      client.send({ type: 'ping', id: `p${sent}` })

    const refused = await client.next('error')
    expect(refused.payload).toMatchObject({ code: 'rate_limited', retryable: true })
    expect(refused.payload.retry_after_ms).toBeGreaterThan(0)
    expect(await client.closed).toEqual({ code: 4029, reason: 'rate' })
  })

  test('[P-42] messages of a user are counted over all devices', async () => {
    const stack = await start({ config: { limits: { messagesPerSecond: 1, messageBurst: 2 } } })
    const { client, welcome } = await stack.register('ann')
    const second = await stack.connect()
    await second.request('auth_request', { action: 'token', token: welcome.payload.token })

    const codes: (string | undefined)[] = []
    for (const device of [client, second, client, second])
      codes.push((await device.request('message', { text: 'x' })).payload.code)

    expect(codes).toEqual([undefined, undefined, 'rate_limited', 'rate_limited'])
  })

  test('[P-51] one bad frame after another closes with 4400', async () => {
    const stack = await start()
    const { client } = await stack.register('ann')
    for (let sent = 0; sent <= bounds.badFrameBurst; sent += 1) client.send('{')
    expect((await client.next('error')).payload.code).toBe('bad_json')
    expect(await client.closed).toEqual({ code: 4400, reason: 'badFrames' })
  })

  test('[P-10] strangers beyond the limit of an address wait until one has logged in', async () => {
    const stack = await start({ config: { limits: { unauthenticatedPerAddress: 2 } } })
    const first = await stack.connect()
    await stack.connect()
    const third = stack.connect()
    const sooner = await Promise.race([
      third.then(() => 'connected'),
      first.request('ping').then(() => 'waits'),
    ])
    expect(sooner).toBe('waits')

    await first.request('auth_request', {
      action: 'register',
      username: 'ann',
      password: 'correct horse battery',
    })

    expect((await (await third).next('hello')).type).toBe('hello')
  })
})

describe('[P-40] the heartbeat', () => {
  test('pings, and closes who has been silent for too long with 4002', async () => {
    const clock = createManualClock()
    const stack = await start({ clock, config: { limits: { heartbeatIntervalMs: 25_000 } } })
    const { client } = await stack.register('ann')
    const { client: silent } = await stack.register('bob')
    silent.socket.pause()

    const pinged = once(client.socket, 'ping')
    clock.advance(25_000)
    await pinged
    // The pong is there before the answer to what was sent after it.
    await client.request('ping')
    clock.advance(10_000)
    expect((await client.request('ping')).type).toBe('pong')

    silent.socket.resume()
    expect(await silent.closed).toEqual({ code: 4002, reason: 'heartbeat' })
    expect((await client.request('ping')).type).toBe('pong')
  })
})

describe('[P-41] a peer that does not read', () => {
  let stack: WsStack
  beforeAll(async () => {
    stack = await start({ config: { limits: { messageBurst: 1_000, requestBurst: 2_000 } } })
  })

  test('is closed once a mebibyte waits for it, and costs the others nothing', async () => {
    const { client: talker } = await stack.register('talker')
    const { client: listener } = await stack.register('listener')
    const { client: slow } = await stack.register('slow')
    slow.socket.pause()

    const before = stack.server.connections()
    let sent = 0
    // The kernel's own buffers hold some megabytes before ours begin to fill.
    while (stack.server.connections() === before && sent < 2_000) {
      sent += 1
      const ack = await talker.request('message', { text: 'x'.repeat(limits.maxTextBytes) })
      if (ack.type === 'error')
        await new Promise((resolve) => setTimeout(resolve, ack.payload.retry_after_ms))
    }

    expect(stack.server.connections()).toBe(before - 1)
    expect((await listener.request('ping')).type).toBe('pong')
    slow.socket.resume()
    // The close frame stands behind what it did not read, and the socket was cut after two seconds.
    expect([4001, 1006]).toContain((await slow.closed).code)
  }, 30_000)
})
