import { writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { StackStatus } from '../../src/supervisor/child-status.ts'
import { chatStack, stackFolder, startStack } from '../helpers/stack-process.ts'
import { until } from '../helpers/supervised.ts'

/** A stack whose settings are a file, so that they can change. */
async function startWithFile(settings: object) {
  const folder = stackFolder()
  const write = (next: object) =>
    writeFileSync(path.join(folder, 'chat-stack.json'), JSON.stringify({ ws: { port: 0 }, ...next }))
  write(settings)
  // An empty variable would be a setting too: the file alone says the port.
  const none = { CHAT_STACK_HTTP__PORT: undefined, CHAT_STACK_WS__PORT: undefined } as never
  const stack = startStack(folder, none)
  const { open } = (await stack.logged('started')) as { open: string }
  const run = (...args: string[]) => chatStack(folder, args, none)
  const generations = async () => {
    const { children } = JSON.parse((await run('status', '--json')).stdout) as StackStatus
    return Object.fromEntries(children.map(({ name, generation, state }) => [name, `${state} ${generation}`]))
  }
  return { ...stack, folder, open, write, run, generations }
}

async function freePort(): Promise<number> {
  const server = net.createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as net.AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test('a reload reads the settings again, says what is different and replaces both servers', async () => {
  const { write, run, generations } = await startWithFile({ http: { port: 0 }, log: { level: 'info' } })
  write({ http: { port: 0 }, log: { level: 'debug', format: 'json' } })

  const { exitCode, stdout, stderr } = await run('reload')

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout).toBe(
    [
      'log.level: "info" → "debug"',
      'log.format: "auto" → "json"  (from the next start on)',
      'ws  reloaded, generation 2',
      'http  reloaded, generation 2',
      '',
    ].join('\n'),
  )
  expect(await generations()).toEqual({ ws: 'running 2', http: 'running 2' })
})

test('settings that are wrong are refused, and what ran still runs', async () => {
  const { write, stack, run, generations, open, logged, events } = await startWithFile({ http: { port: 0 } })
  write({ http: { prot: 0 } })

  const { exitCode, stderr } = await run('reload')
  stack.kill('SIGHUP')

  expect(exitCode).toBe(78)
  expect(stderr).toContain('did you mean "port"')
  expect(await logged('reload_failed')).toMatchObject({ reason: expect.stringContaining('"port"') })
  write({ http: { port: 0 }, database: { path: 'elsewhere.db' } })
  stack.kill('SIGHUP')
  await until(() => events().filter((event) => event === 'reload_failed').length === 2)
  write({ http: { port: 0 } })
  expect(await generations()).toEqual({ ws: 'running 1', http: 'running 1' })
  expect((await fetch(`${open}/healthz`)).status).toBe(200)
})

test('another port opens before the old one closes', async () => {
  const { write, run, open } = await startWithFile({ http: { port: await freePort() } })
  const port = await freePort()
  const moved = `http://127.0.0.1:${port}`
  const answers = { old: 0, new: 0, none: 0 }
  const done = new AbortController()
  const client = (async () => {
    while (!done.signal.aborted) answers[await whoAnswers(open, moved)] += 1
  })()
  await until(() => answers.old > 0)

  write({ http: { port } })
  const { exitCode, stdout } = await run('reload')
  const before = answers.new
  await until(() => answers.new > before)
  done.abort()
  await client

  expect(exitCode).toBe(0)
  expect(stdout).toContain(`http.port: ${new URL(open).port} → ${port}`)
  expect(answers.none).toBe(0)
  await expect(fetch(`${open}/healthz`)).rejects.toThrow('fetch failed')
})

async function whoAnswers(old: string, moved: string): Promise<'old' | 'new' | 'none'> {
  const answers = async (url: string) => {
    const response = await fetch(`${url}/healthz`, { headers: { connection: 'close' } }).catch(() => null)
    await response?.text()
    return response !== null
  }
  if (await answers(old)) return 'old'
  return (await answers(moved)) ? 'new' : 'none'
}

test('a port that is taken is refused, and the old one stays', async () => {
  const { write, run, open, generations } = await startWithFile({ http: { port: 0 } })
  const holder = net.createServer()
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve))
  const { port } = holder.address() as net.AddressInfo

  write({ http: { port } })
  const { exitCode, stderr } = await run('reload')

  expect(exitCode).toBe(1)
  expect(stderr).toContain(`Nothing is reloaded: Port ${port} on 127.0.0.1 is taken by`)
  expect((await fetch(`${open}/healthz`)).status).toBe(200)
  expect(await generations()).toEqual({ ws: 'running 1', http: 'running 1' })
  await new Promise((resolve) => holder.close(resolve))
})

test('a restart replaces the one that is named', async () => {
  const { run, generations } = await startWithFile({ http: { port: 0 } })

  expect(await run('restart', 'ws')).toMatchObject({ exitCode: 0, stdout: 'ws  restarted, generation 2\n' })

  expect(await generations()).toEqual({ ws: 'running 2', http: 'running 1' })
  expect(await run('restart', 'wss')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('There is no child "wss".'),
  })
})

test('where nothing runs there is nothing to reload or restart', async () => {
  const folder = stackFolder()

  expect((await chatStack(folder, ['reload'])).exitCode).toBe(3)
  expect((await chatStack(folder, ['restart'])).exitCode).toBe(3)
})
