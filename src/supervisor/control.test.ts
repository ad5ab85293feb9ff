import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { StackStatus } from './child-status.ts'
import { createControlClient } from './control-client.ts'
import { startControlServer } from './control-server.ts'
import { everyLine } from './log-filter.ts'
import { type LogStream, type OpenLogStream, ReaderTooSlow } from './log-stream.ts'
import type { OperationResult } from './operation.ts'

const result: OperationResult = { ok: true, refused: null, changes: [], children: [] }
const stackStatus: StackStatus = { pid: 1, version: '1.2.3', upMs: 5, rssBytes: 7, children: [] }

function socketPath(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-control-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return path.join(folder, 'control.sock')
}

async function startServer(socket = socketPath()) {
  const handlers = {
    logs: vi.fn<OpenLogStream>(() => null),
    status: () => stackStatus,
    stop: vi.fn<() => void>(),
    reload: vi.fn<(child: string | null) => Promise<OperationResult | null>>(async (child) =>
      child === 'nobody' ? null : result,
    ),
    restart: vi.fn<(child: string | null) => Promise<OperationResult>>(async () => ({
      ...result,
      ok: false,
    })),
  }
  const close = await startControlServer(socket, handlers)
  onTestFinished(close)
  return { socket, handlers, close, client: createControlClient(socket) }
}

test('answers with the status', async () => {
  const { client } = await startServer()

  expect(await client.status()).toEqual(stackStatus)
})

test('is told to stop', async () => {
  const { client, handlers } = await startServer()

  expect(await client.stop()).toBe(true)
  expect(handlers.stop).toHaveBeenCalledOnce()
})

test('only its owner can open the socket', async () => {
  const { socket } = await startServer()

  expect(statSync(socket).mode & 0o777).toBe(0o600)
})

test('replaces what a crash left behind', async () => {
  const socket = socketPath()
  writeFileSync(socket, '')

  const { client } = await startServer(socket)

  expect(await client.status()).toEqual(stackStatus)
})

test('where nobody listens, there is no status and nothing to stop', async () => {
  const { client, close } = await startServer()
  close()

  expect(await client.status()).toBeNull()
  expect(await client.stop()).toBe(false)
})

test.each([
  ['GET', '/', 404],
  ['GET', '/stop', 404],
  ['DELETE', '/status', 404],
  ['POST', '/reload?child=nobody', 404],
  ['POST', '/reload?child=ws', 200],
  ['POST', '/restart', 409],
  ['GET', '/logs', 503],
  ['GET', '/logs?level=loud', 400],
  ['GET', '/logs?since=10m', 400],
])('%s %s is answered with %i', async (method, target, status) => {
  const { socket } = await startServer()

  expect(await statusOf(socket, method, target)).toBe(status)
})

test('says what became of a reload and a restart, also where they failed', async () => {
  const { client, handlers, close } = await startServer()

  expect(await client.reload(1_000)).toEqual(result)
  expect(await client.restart('a b', 1_000)).toEqual({ ...result, ok: false })
  expect(handlers.restart).toHaveBeenCalledWith('a b')
  handlers.restart.mockResolvedValueOnce(null as never)
  await expect(client.restart('x', 1_000)).rejects.toThrow('There is no child "x".')
  close()
  expect(await client.reload(1_000)).toBeNull()
})

test('reloads the child that is named', async () => {
  const { socket, handlers } = await startServer()

  await statusOf(socket, 'POST', '/reload?child=ws')
  await statusOf(socket, 'POST', '/reload')

  expect(handlers.reload.mock.calls).toEqual([['ws'], [null]])
})

/** Some batches of lines, and what became of the stream. */
function logStream(...batches: (readonly string[] | Error)[]) {
  const close = vi.fn<() => void>()
  async function* lines(): AsyncGenerator<readonly string[]> {
    for (const batch of batches) {
      if (batch instanceof Error) throw batch
      yield batch
    }
  }
  return { lines, close } satisfies LogStream
}

async function read(lines: AsyncIterable<readonly string[]> | null): Promise<readonly string[]> {
  const all: string[] = []
  for await (const some of lines ?? []) all.push(...some)
  return all
}

test('passes the log on as it was asked for, and lets go of it', async () => {
  const { client, handlers, close } = await startServer()
  const stream = logStream(['{"a":"ä"}', '{}'], ['{"b":1}'])
  handlers.logs.mockReturnValue(stream)
  const query = { filter: { child: 'a b', sinceMs: 5, level: 'warn' }, follow: true } as const

  expect(await read(await client.logs(query))).toEqual(['{"a":"ä"}', '{}', '{"b":1}'])
  expect(handlers.logs).toHaveBeenCalledWith(query)
  await vi.waitFor(() => expect(stream.close).toHaveBeenCalledOnce())
  close()
  expect(await client.logs(query)).toBeNull()
})

test('a log that breaks off is no error of its reader, and is let go of', async () => {
  const { client, handlers } = await startServer()
  const stream = logStream(['{}'], new Error('The disk is gone'))
  handlers.logs.mockReturnValue(stream)

  await expect(client.logs({ filter: everyLine, follow: true }).then(read)).resolves.toBeDefined()
  await vi.waitFor(() => expect(stream.close).toHaveBeenCalledOnce())
})

test('a reader who was too slow is told that lines are missing, after those that are there', async () => {
  const { client, handlers } = await startServer()
  handlers.logs.mockReturnValue(logStream(['{"a":1}'], new ReaderTooSlow()))
  const shown: string[] = []
  const reading = async () => {
    for await (const some of (await client.logs({ filter: everyLine, follow: true })) ?? [])
      shown.push(...some)
  }

  await expect(reading()).rejects.toMatchObject({ exitCode: 1, message: expect.stringContaining('faster') })
  expect(shown).toEqual(['{"a":1}'])
})

test('as many readers as can be are said to be too many', async () => {
  const { client } = await startServer()

  await expect(client.logs({ filter: everyLine, follow: false })).rejects.toThrow('Too many others')
})

function statusOf(socket: string, method: string, target: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request({ socketPath: socket, method, path: target }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    request.on('error', reject)
    request.end()
  })
}
