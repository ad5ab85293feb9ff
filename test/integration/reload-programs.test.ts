import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createControlClient } from '../../src/supervisor/control-client.ts'
import { startStack } from '../helpers/stack.ts'
import { isRunning, until } from '../helpers/supervised.ts'

interface Program {
  readonly name: string
  readonly command?: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly dependsOn?: readonly string[]
  readonly restart?: string
}

/** Runs until it is told to end. */
const waits = { command: '/bin/sh', args: ['-c', 'trap "exit 0" TERM; sleep 600 & wait'] }

function complete(program: Program): Program {
  return { ...waits, ...program }
}

/** The built stack with programs of a file that can change. */
async function startWith(...programs: readonly Program[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-programs-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const write = (...next: readonly Program[]) => {
    const children = next.map(complete)
    writeFileSync(path.join(folder, 'chat-stack.json'), JSON.stringify({ supervisor: { children } }))
  }
  write(...programs)
  const stack = await startStack({ folder })
  onTestFinished(stack.stop)
  const now = async () => {
    const { children } = await stack.status()
    return Object.fromEntries(children.map(({ name, state, generation }) => [name, `${state} ${generation}`]))
  }
  await until(async () => Object.values(await now()).every((state) => state === 'running 1'))
  const order = (event: string) =>
    stack.output
      .filter((line) => line.includes(`"event":"${event}"`))
      .map((line) => (JSON.parse(line) as { child: string }).child)
  return { ...stack, write, now, order }
}

test('a reload starts programs that are new, stops those that are gone, replaces others and leaves the rest alone', async () => {
  const { write, run, now, order, childPid } = await startWith(
    { name: 'old' },
    { name: 'same' },
    { name: 'other' },
  )
  const [old, same] = [await childPid('old'), await childPid('same')]
  const before = order('child_running').length

  write(
    { name: 'late', dependsOn: ['early'] },
    { name: 'same' },
    { name: 'other', env: { TOKEN: 'tea' } },
    { name: 'early' },
  )
  const { exitCode, stdout, stderr } = await run(['reload'])

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  expect(stdout.split('\n')).toEqual([
    'supervisor.children.old: "/bin/sh" → none',
    'supervisor.children.other.env: not shown → not shown',
    'supervisor.children.late: none → "/bin/sh"',
    'supervisor.children.early: none → "/bin/sh"',
    'ws  reloaded, generation 2',
    'http  reloaded, generation 2',
    'other  reloaded, generation 2',
    'early  started, generation 1',
    'late  started, generation 1',
    'old  stopped',
  ])
  expect(order('child_running').slice(before)).toEqual(['ws', 'http', 'other', 'early', 'late'])
  expect(await now()).toEqual({
    ws: 'running 2',
    http: 'running 2',
    same: 'running 1',
    other: 'running 2',
    early: 'running 1',
    late: 'running 1',
  })
  expect(await childPid('same')).toBe(same)
  expect(isRunning(old)).toBe(false)
}, 60_000)

test('where a new program does not run, the reload says so, and all is as it was', async () => {
  const { write, run, now, childPid } = await startWith({ name: 'old' }, { name: 'other' })
  const old = await childPid('old')

  write({ name: 'other', env: { TOKEN: 'tea' } }, { name: 'fine' }, { name: 'broken', command: './nowhere' })
  const { exitCode, stderr } = await run(['reload'])

  expect(exitCode).toBe(1)
  expect(stderr).toContain('broken is not started')
  expect(stderr).toContain('./nowhere')
  expect(await now()).toEqual({ ws: 'running 3', http: 'running 3', old: 'running 1', other: 'running 3' })
  expect(await childPid('old')).toBe(old)
  write({ name: 'old' }, { name: 'other' })
  expect(await run(['reload'])).toMatchObject({ exitCode: 0 })
}, 60_000)

test('a new program that has done its work at once is no failure', async () => {
  const { write, run, now } = await startWith()

  write({ name: 'once', command: '/bin/true', restart: 'never' })

  expect(await run(['reload'])).toMatchObject({ exitCode: 0 })
  await until(async () => (await now()).once === 'stopped 1')
}, 60_000)

test('a program that a reload has added ends with the stack', async () => {
  const { write, run, childPid, stop } = await startWith()
  write({ name: 'bot' })
  await run(['reload'])
  const bot = await childPid('bot')

  await stop()

  expect(isRunning(bot)).toBe(false)
}, 60_000)

test('operations wait for each other, and who would be one too many is refused', async () => {
  const { folder, now } = await startWith({ name: 'bot' })
  const control = createControlClient(path.join(folder, 'data/run/control.sock'))

  const asked = Array.from({ length: 10 }, () => control.restart('bot', 60_000))
  const results = await Promise.all(asked)

  const refused = results.filter((result) => result?.refused !== null)
  expect(refused.map((result) => result?.refused)).toEqual(
    Array.from({ length: 2 }, () => 'Too many others wait to reload or restart.'),
  )
  expect((await now()).bot).toBe('running 9')
}, 60_000)
