import { once } from 'node:events'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import type { StackStatus } from '../../src/supervisor/child-status.ts'
import { chatStack, stackFolder, startStack } from '../helpers/stack-process.ts'
import { isRunning, until } from '../helpers/supervised.ts'

test('starts both servers, shows them, and stops when it is asked to', async () => {
  const folder = stackFolder()
  const { logged, exit } = startStack(folder)

  const { open } = (await logged('started')) as { open: string }

  expect((await fetch(`${open}/healthz`)).status).toBe(200)
  const shown = await chatStack(folder, ['status', '--json'])
  const status = JSON.parse(shown.stdout) as StackStatus & { running: boolean }
  expect(shown.exitCode).toBe(0)
  expect(status.running).toBe(true)
  expect(status.children).toMatchObject([
    { name: 'ws', state: 'running', generation: 1 },
    { name: 'http', state: 'running', generation: 1 },
  ])
  expect((await chatStack(folder, ['status'])).stdout).toMatch(
    /^chat-stack \d.*\n\nNAME .*\nws +running .*\nhttp +running/,
  )
  expect(await chatStack(folder, ['stop'])).toMatchObject({ exitCode: 0, stderr: 'Stopped.\n' })
  expect(await exit).toEqual([0, null])
  expect(status.children.filter(({ pid }) => isRunning(Number(pid)))).toEqual([])
})

test("the owner's link is in a private file, and in no log", async () => {
  const folder = stackFolder()
  const { logged, output } = startStack(folder)

  const { open, ownerLinkFile } = (await logged('started')) as { open: string; ownerLinkFile: string }

  const link = readFileSync(ownerLinkFile, 'utf8')
  const secret = new RegExp(`^${open}/#claim=(\\S{40,})\\n$`).exec(link)?.[1]
  expect(secret).toBeDefined()
  expect(statSync(ownerLinkFile).mode & 0o777).toBe(0o600)
  expect(output()).not.toContain(secret)
})

test('a start that has to wait says for what', async () => {
  const folder = stackFolder()
  mkdirSync(path.join(folder, 'data'))
  const migrator = new Database(path.join(folder, 'data/chat.db.migrate-lock'))
  migrator.exec('BEGIN EXCLUSIVE')
  const { stack, logged } = startStack(folder)

  const [said] = await once(stack.stderr, 'data')
  migrator.close()

  expect(String(said)).toBe('Still waiting, for 3 s now: the database is made ready…\n')
  await logged('started')
}, 30_000)

test('a stack runs once', async () => {
  const folder = stackFolder()
  const { logged, stack } = startStack(folder)
  await logged('started')

  const second = await chatStack(folder, ['start'])

  expect(second.exitCode).toBe(75)
  expect(second.stderr).toContain(`chat-stack runs already (pid ${stack.pid}).`)
})

test('where nothing runs, status and stop say so with exit code 3', async () => {
  const folder = stackFolder()

  const shown = await chatStack(folder, ['status', '--json'])

  expect(shown.exitCode).toBe(3)
  expect(JSON.parse(shown.stdout)).toEqual({ running: false })
  expect((await chatStack(folder, ['stop'])).exitCode).toBe(3)
})

test('a port that is taken is said at once, with who has it', async () => {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as net.AddressInfo

  const { exit, errors } = startStack(stackFolder(), { CHAT_STACK_WS__PORT: String(port) })

  expect(await exit).toEqual([69, null])
  expect(await errors).toContain(`Port ${port} on 127.0.0.1 is taken by`)
  expect(await errors).toContain(`(pid ${process.pid}).`)
  expect(await errors).toContain('set another ws.port')
})

test('a damaged database is refused before anything listens', async () => {
  const folder = stackFolder()
  mkdirSync(path.join(folder, 'data'))
  writeFileSync(
    path.join(folder, 'data', 'chat.db'),
    'this is no database, whatever its name says'.repeat(100),
  )

  const { exit, errors, events } = startStack(folder)

  expect((await exit)[0]).not.toBe(0)
  expect(await errors).toContain('is not a chat-stack database')
  expect(events()).toEqual([])
})

test('SIGTERM during the start leaves nothing behind', async () => {
  const folder = stackFolder()
  const { stack, exit } = startStack(folder)
  await until(() => childrenOf(Number(stack.pid)).length === 2)
  const children = childrenOf(Number(stack.pid))

  stack.kill('SIGTERM')

  expect(await exit).toEqual([0, null])
  expect(children.filter(isRunning)).toEqual([])
  expect((await chatStack(folder, ['status'])).exitCode).toBe(3)
})

test('a stack whose supervisor was killed starts again at once, on the same ports', async () => {
  const folder = stackFolder()
  const first = startStack(folder)
  const { open, webSocket } = (await first.logged('started')) as { open: string; webSocket: string }
  const settings = {
    CHAT_STACK_HTTP__PORT: new URL(open).port,
    CHAT_STACK_WS__PORT: new URL(webSocket).port,
  }
  first.stack.kill('SIGKILL')
  await first.exit

  const second = startStack(folder, settings)

  expect(await second.logged('started')).toMatchObject({ open, webSocket })
  expect((await fetch(`${open}/healthz`)).status).toBe(200)
})

function childrenOf(pid: number): number[] {
  const listed = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return listed === '' ? [] : listed.split(' ').map(Number)
}
