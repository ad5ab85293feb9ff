import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, type Socket } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemClock } from '../../platform/clock.ts'
import { createHttpServer, defaultServerBounds, type HttpServer, type ServerBounds } from './server.ts'

let http: HttpServer | undefined
let port: number

async function start(
  listener: Parameters<typeof createHttpServer>[0],
  bounds: Partial<ServerBounds> = {},
): Promise<HttpServer> {
  http = createHttpServer(listener, { bounds: { ...defaultServerBounds, ...bounds }, clock: systemClock })
  await http.listen({ host: '127.0.0.1', port: 0 })
  port = (http.server.address() as AddressInfo).port
  return http
}

afterEach(async () => {
  http?.server.closeAllConnections()
  await http?.drain(10_000)
  http = undefined
})

async function open(): Promise<Socket & { received: string }> {
  const socket = Object.assign(connect(port, '127.0.0.1'), { received: '' })
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    socket.received += chunk
  })
  // Who is cut off in the middle of a write sees a reset, which may take the answer with it.
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()))
}

const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'

test('[P-42] waits for no head for ten seconds: its bounds, one after the other, are below that', () => {
  const { headersTimeoutMs, checkIntervalMs } = defaultServerBounds

  expect(headersTimeoutMs + 2 * checkIntervalMs).toBeLessThanOrEqual(10_000)
})

test('closes a connection whose head comes letter by letter, however busily', async () => {
  await start((_request, response) => response.end(), { headersTimeoutMs: 100, checkIntervalMs: 20 })
  const socket = await open()
  const trickle = setInterval(() => socket.write('X'), 10)
  socket.write('GET / HTTP/1.1\r\nX-Slow: ')

  await closed(socket)

  clearInterval(trickle)
  expect(socket.received).not.toMatch(/^HTTP\/1\.1 2/)
})

test('closes a connection that never says anything', async () => {
  await start((_request, response) => response.end(), { headersTimeoutMs: 100, checkIntervalMs: 20 })
  const socket = await open()

  await closed(socket)

  expect(socket.received).not.toMatch(/^HTTP\/1\.1 2/)
})

test('closes a connection whose reader has stopped', async () => {
  const server = await start((_request, response) => response.end(Buffer.alloc(50_000_000)), { idleMs: 100 })
  const socket = connect(port, '127.0.0.1')
  socket.pause()
  socket.on('error', () => {})
  socket.write(request)

  await once(server.server, 'connection')

  await expect.poll(() => server.connections()).toBe(0)
  socket.destroy()
})

test('answers what is under way when it drains, and closes with the answer', async () => {
  const answer = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const server = await start((_request, response) => {
    asked.resolve()
    // Never rejects.
    void answer.promise.then(() => response.end('done'))
  })
  const socket = await open()
  socket.write(request)
  await asked.promise

  const drained = server.drain(10_000)
  answer.resolve()

  await closed(socket)
  await drained
  expect(socket.received).toMatch(/^HTTP\/1\.1 200 [^]*\r\nConnection: close\r\n[^]*done/)
})

test('answers one more request on a connection that idled when the drain began', async () => {
  const server = await start((_request, response) => response.end('hello'))
  const socket = await open()
  socket.write(request)
  await once(socket, 'data')
  socket.received = ''

  const drained = server.drain(10_000)
  socket.write(request)

  await closed(socket)
  await drained
  expect(socket.received).toMatch(/^HTTP\/1\.1 200 [^]*\r\nConnection: close\r\n/)
})

test('lets a connection go that idles for as long as it was promised', async () => {
  const server = await start((_request, response) => response.end('hello'), { keepAliveMs: 50 })
  const socket = await open()
  socket.write(request)
  await once(socket, 'data')

  await server.drain(10_000)

  await expect.poll(() => server.connections()).toBe(0)
})

test('cuts off what does not end by the deadline', async () => {
  const server = await start((incoming) => void incoming.resume())
  const socket = await open()
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx')
  await once(server.server, 'request')

  await server.drain(1_050)

  await expect.poll(() => server.connections()).toBe(0)
})

test('accepts nothing more once it drains', async () => {
  const server = await start((_request, response) => response.end())
  await server.drain(10_000)

  const refused = connect(port, '127.0.0.1')

  const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
})

test('loses no request of clients that keep their connections busy while it drains', async () => {
  const server = await start((_request, response) => setImmediate(() => response.end('ok')))
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const outcomes = { answered: 0, refused: 0, lost: 0 }
  const client = async () => {
    while (outcomes.refused === 0 && outcomes.lost === 0) {
      outcomes[await ask(agent)] += 1
      if (outcomes.answered === 400) drained = server.drain(10_000)
    }
  }
  let drained: Promise<void> | undefined

  await Promise.all(Array.from({ length: 8 }, client))

  agent.destroy()
  await drained
  expect(outcomes.answered).toBeGreaterThanOrEqual(400)
  expect(outcomes.lost).toBe(0)
})

/** Refused is what the next server behind the same socket would take; lost is a request that nobody answers. */
function ask(agent: Agent): Promise<'answered' | 'refused' | 'lost'> {
  return new Promise((resolve) => {
    get({ port, host: '127.0.0.1', agent }, (response) => {
      response.resume().once('end', () => resolve('answered'))
    }).once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code === 'ECONNREFUSED' ? 'refused' : 'lost')
    })
  })
}
