import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { chatStack, stackFolder, startStack } from '../helpers/stack-process.ts'
import { createLogReader } from '../helpers/supervised.ts'

const bin = path.join(import.meta.dirname, '../../bin/chat-stack.ts')

/** `chat-stack logs -f --json`, as long as the test lasts. */
function follow(folder: string) {
  const command = spawn(process.execPath, [bin, 'logs', '-f', '--json'], {
    cwd: folder,
    env: { PATH: path.dirname(process.execPath) },
  })
  const log = createLogReader()
  command.stdout.pipe(log.out)
  const exit = once(command, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  onTestFinished(async () => {
    command.kill('SIGKILL')
    await exit
  })
  return { ...log, exit }
}

test('the log is kept, followed, filtered, and still there when the stack is gone', async () => {
  const folder = stackFolder()
  const { logged } = startStack(folder)
  await logged('started')
  const followed = follow(folder)
  await followed.logged('started')

  expect((await chatStack(folder, ['restart', 'ws'])).exitCode).toBe(0)
  await followed.logged('child_starting')
  const warnings = await chatStack(folder, [
    'logs',
    'supervisor',
    '--json',
    '--since',
    '1h',
    '--level',
    'warn',
  ])
  const nobody = await chatStack(folder, ['logs', 'nobody'])
  await chatStack(folder, ['stop'])

  expect(await followed.exit).toEqual([0, null])
  expect(warnings.stdout).toMatch(
    /^\{"time":\d+,"level":"warn","name":"supervisor","event":"child_starting".*\}\n$/,
  )
  expect(nobody).toEqual({ exitCode: 0, stdout: '', stderr: 'Nothing was logged that fits.\n' })
  const file = path.join(folder, 'data/logs/chat-stack.log')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const stored = await chatStack(folder, ['logs', '--json'])
  expect(stored.stdout).toBe(readFileSync(file, 'utf8'))
  expect(stored.stdout).toContain('"event":"stopping"')
  expect((await chatStack(folder, ['logs', 'supervisor'])).stdout).toMatch(
    /^\d\d:\d\d:\d\d\.\d{3} {2}supervisor/,
  )
  expect(await chatStack(folder, ['logs', '-f'])).toMatchObject({ exitCode: 3 })
}, 60_000)

test.each([
  ['--level', 'loud'],
  ['--since', 'yesterday'],
  ['--since', 'never'],
])('logs %s %s is a mistake', async (option, value) => {
  const { exitCode, stderr } = await chatStack(stackFolder(), ['logs', option, value])

  expect(exitCode).toBe(2)
  expect(stderr).toContain('Expected ')
})
