import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { program } from '../helpers/program.ts'
import { chatStack, stackFolder, startStack } from '../helpers/stack-process.ts'
import { createLogReader, until } from '../helpers/supervised.ts'

/** `chat-stack logs -f --json`, as long as the test lasts. */
function follow(folder: string) {
  const command = spawn(process.execPath, [program, 'logs', '-f', '--json'], {
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
  return { ...log, exit, command, errors: text(command.stderr) }
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

test('who follows and is too slow is told that lines are missing, with exit code 1', async () => {
  const folder = stackFolder()
  const flood = `
    const { existsSync } = require('node:fs')
    const timer = setInterval(() => {
      if (!existsSync('go')) return
      clearInterval(timer)
      for (let line = 0; line < 800; line += 1) console.log('x'.repeat(8000))
    }, 20)`
  const child = { name: 'flood', command: process.execPath, args: ['-e', flood], restart: 'never' }
  const { logged } = startStack(folder, { CHAT_STACK_SUPERVISOR__CHILDREN: JSON.stringify([child]) })
  await logged('started')
  const followed = follow(folder)
  await followed.logged('started')

  followed.command.kill('SIGSTOP')
  writeFileSync(path.join(folder, 'go'), '')
  await until(() => statSync(path.join(folder, 'data/logs/chat-stack.log')).size > 800 * 8000, 30_000)
  followed.command.kill('SIGCONT')

  expect(await followed.exit).toEqual([1, null])
  expect(await followed.errors).toContain('The log came faster than it was read')
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
