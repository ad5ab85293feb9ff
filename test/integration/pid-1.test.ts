import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { program } from '../helpers/program.ts'
import { stackFolder } from '../helpers/stack-process.ts'
import { createLogReader } from '../helpers/supervised.ts'

const ownNamespace = ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--kill-child']

// Not everywhere may a user make a namespace: inside most containers, for one.
const mayMakeNamespaces = spawnSync('unshare', [...ownNamespace, 'true']).status === 0

test.runIf(mayMakeNamespaces)(
  'as PID 1 of a container the stack hears SIGTERM, stops in order and ends with 0',
  async () => {
    const container = spawn('unshare', [...ownNamespace, process.execPath, program, 'start'], {
      cwd: stackFolder(),
      env: { PATH: process.env.PATH, CHAT_STACK_HTTP__PORT: '0', CHAT_STACK_WS__PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    onTestFinished(() => void container.kill('SIGKILL'))
    const log = createLogReader()
    container.stdout.pipe(log.out)
    await log.logged('started')
    const supervisor = onlyChildOf(container.pid)
    expect(readFileSync(`/proc/${supervisor}/status`, 'utf8')).toMatch(/^NSpid:\t\d+\t1$/m)
    const stoppedAtMs = performance.now()

    process.kill(supervisor, 'SIGTERM')

    expect(await once(container, 'exit')).toEqual([0, null])
    expect(log.events()).toContain('stopping')
    // The deadline of one child's drain: nothing here has anything to finish.
    expect(performance.now() - stoppedAtMs).toBeLessThan(10_000)
  },
  60_000,
)

function onlyChildOf(pid: number | undefined): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim())
}
