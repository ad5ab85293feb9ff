import { EventEmitter, once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import express from 'express'
import { afterEach, expect, test } from 'vitest'
import { createManualClock, type ManualClock } from '../../../test/helpers/manual-clock.ts'
import { systemClock } from '../../platform/clock.ts'
import { type BodyBounds, bodyDeadline } from './body-deadline.ts'
import { createHttpServer, type HttpServer } from './server.ts'

let http: HttpServer
let clock: ManualClock
/** `chunk` for each part of a body that `/read` got. */
let reading: EventEmitter

/** `/read` answers when it has all of the body, `/refuse` before it has any. */
async function start(bounds: BodyBounds, afterAnswerMs = 60_000): Promise<number> {
  const app = express()
  clock = createManualClock()
  reading = new EventEmitter()
  app.use(bodyDeadline(clock, () => bounds, afterAnswerMs))
  app.post('/refuse', (_request, response) => void response.status(413).send('too much'))
  app.post('/read', async (request, response) => {
    for await (const chunk of request) reading.emit('chunk', chunk)
    response.send('read')
  })
  http = createHttpServer(app, { clock: systemClock })
  await http.listen({ host: '127.0.0.1', port: 0 })
  return (http.server.address() as AddressInfo).port
}

afterEach(async () => {
  http.server.closeAllConnections()
  await http.drain(0)
})

async function post(port: number, address: string, length: number): Promise<Socket & { received: string }> {
  const socket = Object.assign(connect(port, '127.0.0.1'), { received: '' })
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    socket.received += chunk
  })
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(`POST ${address} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`)
  return socket
}

async function sendByte(socket: Socket): Promise<void> {
  const read = once(reading, 'chunk')
  socket.write('x')
  await read
}

test('gives up a body that stands still', async () => {
  const socket = await post(await start({ totalMs: 60_000, idleMs: 50 }), '/read', 100)
  await sendByte(socket)

  // The first look may see the byte that came.
  clock.advance(50)
  clock.advance(50)
  await closed(socket)

  expect(socket.received).toBe('')
})

test('gives up a body that trickles for too long', async () => {
  const socket = await post(await start({ totalMs: 150, idleMs: 100 }), '/read', 100_000)
  const end = closed(socket)

  for (let bytes = 0; bytes < 3; bytes += 1) {
    await sendByte(socket)
    clock.advance(50)
  }

  await end
  expect(socket.received).toBe('')
})

test('is patient with a body that moves', async () => {
  const socket = await post(await start({ totalMs: 60_000, idleMs: 100 }), '/read', 30)
  const answer = once(socket, 'data')

  for (let bytes = 0; bytes < 30; bytes += 1) {
    await sendByte(socket)
    clock.advance(99)
  }

  await answer
  expect(socket.received).toContain('read')
})

test('reads on after a refusal for a moment, so that the sender gets to read it, and no longer', async () => {
  const socket = await post(await start({ totalMs: 60_000, idleMs: 60_000 }, 100), '/refuse', 100_000)
  const end = closed(socket)
  await once(socket, 'data')

  clock.advance(99)
  await new Promise((resolve) => socket.write('x', resolve))
  expect(socket.destroyed).toBe(false)
  clock.advance(1)

  await end
  expect(socket.received).toMatch(/^HTTP\/1\.1 413 [^]*too much$/)
})

test('leaves a connection alone that has done all that it said', async () => {
  const port = await start({ totalMs: 40, idleMs: 20 }, 20)
  const socket = await post(port, '/refuse', 3)
  socket.write('abc')
  await once(socket, 'data')

  clock.advance(80)
  socket.received = ''
  socket.write('POST /read HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\ny')
  await once(socket, 'data')

  expect(socket.received).toContain('read')
  socket.destroy()
})

/** However it ends: who is cut off in the middle of a write sees a reset. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}
