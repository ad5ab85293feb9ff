import { type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { program } from '../helpers/program.ts'
import { stackFolder } from '../helpers/stack-process.ts'
import { createLogReader, until } from '../helpers/supervised.ts'

/** Listens, as systemd does for a socket unit, and gives the descriptor away. */
async function managedSocket() {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { fd } = Reflect.get(server, '_handle') as { fd: number }
  return { server, fd, port: (server.address() as net.AddressInfo).port }
}

/** Starts the stack as systemd would: sockets from descriptor 3 on, `systemd-notify` at hand. */
async function startAsService(folder: string) {
  const sockets = { ws: await managedSocket(), http: await managedSocket() }
  const told = path.join(folder, 'told')
  const notify = path.join(folder, 'systemd-notify')
  writeFileSync(notify, `#!/bin/sh\necho "$NOTIFY_SOCKET $1" >> ${told}\n`)
  chmodSync(notify, 0o755)
  const stdio: StdioOptions = ['ignore', 'pipe', 'inherit', sockets.ws.fd, sockets.http.fd]
  const service = spawn(
    '/bin/sh',
    ['-c', 'LISTEN_PID=$$ exec "$0" "$@"', process.execPath, program, 'start'],
    {
      cwd: folder,
      stdio,
      env: {
        PATH: `${folder}:/usr/bin:/bin`,
        NOTIFY_SOCKET: '/run/notify',
        WATCHDOG_USEC: '400000',
        LISTEN_FDS: '2',
        LISTEN_FDNAMES: 'ws:http',
      },
    },
  )
  onTestFinished(() => void service.kill('SIGKILL'))
  const log = createLogReader()
  service.stdout?.pipe(log.out)
  const words = () => readFileSync(told, 'utf8').trim().split('\n')
  return { service, sockets, words, ...log }
}

test('under systemd the stack takes its sockets, tells its states, and keeps both from its children', async () => {
  const { service, sockets, words, logged } = await startAsService(stackFolder())
  const started = await logged('started')
  const { pid } = await logged('child_running')
  // Nobody but the stack may take connections from here on.
  for (const { server } of Object.values(sockets)) server.close()

  expect(started.open).toBe(`http://127.0.0.1:${sockets.http.port}`)
  expect((await fetch(String(started.open))).status).toBe(200)
  expect(readFileSync(`/proc/${String(pid)}/environ`, 'utf8')).not.toMatch(/NOTIFY_SOCKET|WATCHDOG_|LISTEN_/)
  await until(() => words().includes('/run/notify WATCHDOG=1'))

  service.kill('SIGTERM')

  expect(await once(service, 'exit')).toEqual([0, null])
  const states = words().filter((word) => !word.endsWith('WATCHDOG=1'))
  expect(states).toEqual(['/run/notify READY=1', '/run/notify STOPPING=1'])
})
