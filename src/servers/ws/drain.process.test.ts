import { once } from 'node:events'
import net from 'node:net'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { startWsStack } from '../../../test/helpers/ws-stack.ts'

describe('draining', () => {
  test('finishes and acks what was received, says draining, and closes with 1012', async () => {
    const stack = await startWsStack()
    const { client } = await stack.register('ann')
    const ids = Array.from({ length: 20 }, (_, index) => `m${index}`)
    for (const id of ids) client.send({ type: 'message', id, payload: { text: id } })
    client.send({ type: 'ping', id: 'received' })
    // Frames are read in order, so whoever answers the first has received what came in the same packet.
    await client.next('ack', ({ re }) => re === 'm0')

    await stack.server.drain(5_000)

    expect(await client.closed).toEqual({ code: 1012, reason: 'restart' })
    expect(client.frames.filter(({ type }) => type === 'ack').map(({ re }) => re)).toEqual(ids)
    expect(client.frames.at(-1)?.type).toBe('draining')
    expect(stack.server.connections()).toBe(0)
    await stack.stop()
  })

  test('waits for what is under way, and not for ever', async () => {
    const hold = Promise.withResolvers<void>()
    const received = Promise.withResolvers<void>()
    const stack = await startWsStack({
      wrapStore: (store) => ({
        ...store,
        async execute(kind, input) {
          if (kind === 'post_message') {
            received.resolve()
            await hold.promise
          }
          return store.execute(kind, input)
        },
      }),
    })
    const { client } = await stack.register('ann')
    client.send({ type: 'message', id: 'held', payload: { text: 'held' } })
    await received.promise

    const startMs = performance.now()
    await stack.server.drain(2_500)

    expect((await client.closed).code).toBe(1012)
    expect(performance.now() - startMs).toBeLessThan(2_500)
    hold.resolve()
    await stack.stop()
  })

  test('who was accepted and had not asked yet becomes a WebSocket, and is told to come again', async () => {
    const stack = await startWsStack()
    const early = net.connect(stack.port, '127.0.0.1')
    await once(early, 'connect')
    // Connections are accepted in order, so whoever is here now was accepted after that one.
    await stack.connect()

    const drained = stack.server.drain(5_000)
    const late = new WebSocket(`ws://127.0.0.1:${stack.port}`, { createConnection: () => early })
    const [code] = await once(late, 'close')

    expect(code).toBe(1012)
    await drained
    await stack.stop()
  })

  test('new connections are refused, strangers are closed, and drain can be asked twice', async () => {
    const stack = await startWsStack()
    const stranger = await stack.connect()
    const first = stack.server.drain(1_000)
    expect(stack.server.drain(1_000)).toBe(first)
    await first
    expect((await stranger.closed).code).toBe(1012)
    await expect(stack.connect()).rejects.toThrow('ECONNREFUSED')
    await stack.stop()
  })
})
