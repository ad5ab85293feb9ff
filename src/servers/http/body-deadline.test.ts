import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import express from 'express'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { type BodyBounds, bodyDeadline } from './body-deadline.ts'
import { createHttpServer, type HttpServer } from './server.ts'

let http: HttpServer
let read = 0

/** `/read` answers when it has all of the body, `/refuse` before it has any. */
async function start(bounds: BodyBounds, afterAnswerMs = 60_000): Promise<number> {
  const app = express()
  read = 0
  app.use(bodyDeadline(systemClock, () => bounds, afterAnswerMs))
  app.post('/refuse', (_request, response) => void response.status(413).send('too much'))
  app.post('/read', async (request, response) => {
    for await (const chunk of request) read += (chunk as Buffer).length
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

test('gives up a body that stands still', async () => {
  const socket = await post(await start({ totalMs: 60_000, idleMs: 50 }), '/read', 100)
  socket.write('x')

  await closed(socket)

  expect(socket.received).toBe('')
})

test('gives up a body that trickles for too long', async () => {
  const socket = await post(await start({ totalMs: 150, idleMs: 100 }), '/read', 100_000)
  const trickle = setInterval(() => socket.write('x'), 5)

  await closed(socket)

  clearInterval(trickle)
  expect(read).toBeGreaterThan(1)
})

test('is patient with a body that moves', async () => {
  const socket = await post(await start({ totalMs: 60_000, idleMs: 100 }), '/read', 30)
  const trickle = setInterval(() => socket.write('x'), 10)

  await once(socket, 'data')

  clearInterval(trickle)
  expect(socket.received).toContain('read')
})

test('reads on after a refusal for a moment, so that the sender gets to read it, and no longer', async () => {
  const socket = await post(await start({ totalMs: 60_000, idleMs: 60_000 }, 100), '/refuse', 100_000)
  const trickle = setInterval(() => socket.write('x'), 5)

  await closed(socket)

  clearInterval(trickle)
  expect(socket.received).toMatch(/^HTTP\/1\.1 413 [^]*too much$/)
})

test('leaves a connection alone that has done all that it said', async () => {
  const port = await start({ totalMs: 40, idleMs: 20 }, 20)
  const socket = await post(port, '/refuse', 3)
  socket.write('abc')
  await once(socket, 'data')

  await new Promise((resolve) => systemClock.after(80, () => resolve(null)))
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
