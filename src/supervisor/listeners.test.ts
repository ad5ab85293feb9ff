import { type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { adoptListener, openListener } from './listeners.ts'

const adopts = path.join(import.meta.dirname, '../../test/fixtures/adopts-descriptor-3.ts')

async function listen(host: string): Promise<number> {
  const server = net.createServer().listen(0, host)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return (server.address() as net.AddressInfo).port
}

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::1', '::1'],
  ['[::1]', '::1'],
  ['localhost', 'localhost'],
])('binds %s without listening, for a server that does', async (host, target) => {
  const listener = await openListener({ name: 'http', host, port: 0 })
  onTestFinished(() => listener.close())
  await expect(connect(target, listener.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' })

  const server = net.createServer((socket) => socket.end('hello')).listen({ fd: await listener.open() })
  onTestFinished(() => void server.close())

  expect(await connect(target, listener.port)).toBe('hello')
})

test('says who holds a port that is taken', async () => {
  const port = await listen('127.0.0.1')

  await expect(openListener({ name: 'ws', host: '127.0.0.1', port })).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringMatching(`^Port ${port} on 127.0.0.1 is taken by \\S.* \\(pid ${process.pid}\\).$`),
    next: 'Stop it, or set another ws.port.',
  })
})

test('says so too of a port that somebody holds for IPv6', async () => {
  const port = await listen('::')

  await expect(openListener({ name: 'ws', host: '::', port })).rejects.toMatchObject({
    exitCode: 69,
    message: expect.stringContaining(`pid ${process.pid}`),
  })
})

test('waits for a port that is about to be free, where it is told to', async () => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  const opening = openListener({ name: 'ws', host: '127.0.0.1', port }, { patienceMs: 5_000 })
  setTimeout(() => server.close(), 120)

  const listener = await opening

  expect(listener.port).toBe(port)
  listener.close()
})

test('refuses an address that this machine does not have', async () => {
  await expect(openListener({ name: 'http', host: '192.0.2.1', port: 0 })).rejects.toMatchObject({
    exitCode: 78,
    message: 'Expected an address of this machine at http.host, got "192.0.2.1".',
  })
})

test('refuses a name that nobody knows', async () => {
  await expect(openListener({ name: 'http', host: 'nowhere.invalid', port: 0 })).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringContaining('"nowhere.invalid"'),
  })
})

test('opens again on the same port after it was closed', async () => {
  const listener = await openListener({ name: 'http', host: '127.0.0.1', port: 0 })
  listener.close()
  listener.close()

  const server = net.createServer((socket) => socket.end('again')).listen({ fd: await listener.open() })
  onTestFinished(() => void server.close())

  expect(await connect('127.0.0.1', listener.port)).toBe('again')
})

async function connect(host: string, port: number): Promise<string> {
  const socket = net.connect({ host, port })
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

test('takes over a socket that a service manager listens on, and leaves it open', async () => {
  const managed = net.createServer().listen(0, '127.0.0.1')
  await once(managed, 'listening')
  onTestFinished(() => void managed.close())
  const { port } = managed.address() as net.AddressInfo

  // It is descriptor 3 there, as under systemd.
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit', descriptorOf(managed)]
  const taker = spawn(process.execPath, [adopts], { stdio })
  onTestFinished(() => void taker.kill())
  const [said] = await once(taker.stdout!, 'data')
  managed.close()

  expect(JSON.parse(String(said))).toEqual({ name: 'http', host: '127.0.0.1', port, fd: 3 })
  expect(await connect('127.0.0.1', port)).toBe('adopted')
})

test.each([
  ['a socket file', async () => descriptorOf(await listenOnFile())],
  ['a descriptor that nobody has', async () => 999],
])('refuses %s where a TCP socket should be', async (_, descriptor) => {
  const fd = await descriptor()

  expect(() => adoptListener('ws', fd)).toThrow(`Expected a TCP socket for "ws" at descriptor ${fd}.`)
})

function descriptorOf(server: net.Server): number {
  return (Reflect.get(server, '_handle') as { fd: number }).fd
}

async function listenOnFile(): Promise<net.Server> {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-listener-'))
  const server = net.createServer().listen(path.join(folder, 'socket'))
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return server
}
