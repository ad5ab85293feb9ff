import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../src/platform/clock.ts'
import type { ChildSpec } from '../../../src/supervisor/child-spec.ts'
import { createLogSink } from '../../../src/supervisor/log-sink.ts'
import { createSupervisor } from '../../../src/supervisor/supervisor.ts'
import { quickPolicy } from '../../helpers/fixture-spec.ts'
import { chatStack, stackFolder, startStack } from '../../helpers/stack-process.ts'
import { createLogReader, isRunning, until } from '../../helpers/supervised.ts'

/** Runs until it is told to end. */
const waits = ['-c', 'trap "exit 0" TERM; sleep 600 & wait']

function program(name: string, more: Partial<ChildSpec> = {}): ChildSpec {
  return {
    name,
    kind: 'program',
    file: '/bin/sh',
    args: waits,
    environment: {},
    restart: 'always',
    watch: [],
    ...more,
  }
}

function superviseAll(specs: readonly ChildSpec[]) {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-programs-'))
  const log = createLogReader()
  const sink = createLogSink({
    out: log.out,
    format: 'json',
    colour: false,
    level: 'debug',
    names: specs.map(({ name }) => name),
    clock: systemClock,
  })
  const supervisor = createSupervisor({
    children: specs.map((spec) => ({
      spec,
      policy: { ...quickPolicy, readyTimeoutMs: 1_000 },
      listener: null,
    })),
    onGiveUp: 'retry',
    watch: null,
    controlSocket: path.join(folder, 'control.sock'),
    crashFolder: null,
    version: '0.0.0',
    clock: systemClock,
    sink,
    log: sink.log('supervisor'),
  })
  onTestFinished(async () => {
    supervisor.kill()
    await supervisor.finished
    rmSync(folder, { recursive: true, force: true })
  })
  const child = (name: string) => supervisor.status().children.find((status) => status.name === name)
  const childrenOf = (event: string) =>
    log
      .lines()
      .filter((line) => line.event === event)
      .map((line) => line.child)
  return { supervisor, child, childrenOf, ...log }
}

test('programs start after what they depend on, and stop in reverse', async () => {
  const { supervisor, child, childrenOf } = superviseAll([
    program('disk', { readyProbe: { afterMs: 150 } }),
    program('memory', { dependsOn: ['disk'] }),
    program('assistant', { dependsOn: ['disk', 'memory'] }),
  ])

  await supervisor.start()
  expect(child('memory')).toMatchObject({ state: 'stopped', pid: null })
  await until(() => child('assistant')?.state === 'running')
  supervisor.stop()
  await supervisor.finished

  expect(childrenOf('child_running')).toEqual(['disk', 'memory', 'assistant'])
  expect(childrenOf('child_stopped')).toEqual(['assistant', 'memory', 'disk'])
})

test('a program with an address is ready when that answers well', async () => {
  const unwell = `let asked = 0
    const server = require('node:http').createServer((_, response) => {
      asked += 1
      response.writeHead(asked < 3 ? 503 : 204).end()
      if (asked === 3) console.log('answered well')
    })
    server.listen(${await freePort()}, '127.0.0.1')`
  const url = `http://127.0.0.1:${/listen\((\d+)/.exec(unwell)?.[1]}/`
  const { supervisor, child, lines } = superviseAll([
    program('web-hook', { file: process.execPath, args: ['-e', unwell], readyProbe: { url } }),
    program('bridge', { dependsOn: ['web-hook'] }),
  ])

  await supervisor.start()
  await until(() => child('bridge')?.state === 'running')

  expect(lines().map((line) => line.text ?? line.event)).toContain('answered well')
})

test('a program that is never ready fails its start like any other child', async () => {
  const { supervisor, logged } = superviseAll([
    program('late', { readyProbe: { url: 'http://127.0.0.1:1/' } }),
  ])

  void supervisor.start()

  expect(await logged('ready_timeout')).toMatchObject({ child: 'late' })
}, 15_000)

test('a program that is not there is named, and does not keep the stack from running', async () => {
  const { supervisor, child } = superviseAll([
    program('bridge', { file: './no-such-bridge' }),
    program('other'),
  ])

  expect(await supervisor.start()).toBe(true)

  await until(() => child('bridge')?.state === 'failed')
  expect(child('bridge')?.lastExit?.message).toContain('./no-such-bridge')
  expect(child('other')?.state).toBe('running')
})

test('a program that has done its work is left alone', async () => {
  const { supervisor, child, childrenOf } = superviseAll([
    program('once', { args: ['-c', 'exit 0'], restart: 'on-failure' }),
  ])

  await supervisor.start()
  await until(() => childrenOf('child_stopped').length === 1)

  expect(child('once')).toMatchObject({ generation: 1, lastExit: { exitCode: 0 } })
})

test('a configured program runs in its place, under its name, and does not outlive a killed supervisor', async () => {
  const folder = stackFolder()
  const said =
    'echo "greets from $PWD with $GREETING"; trap "" TERM; /bin/sleep 600 & echo "pids $$ $!"; wait'
  const children = [
    { name: 'bot', command: '/bin/sh', args: ['-c', said], env: { GREETING: 'tea' }, dependsOn: ['ws'] },
  ]
  const { stack, logged, lines } = startStack(folder, {
    CHAT_STACK_SUPERVISOR__CHILDREN: JSON.stringify(children),
  })
  await logged('started')
  const textsOf = () => lines().flatMap((line) => (line.name === 'bot' ? [String(line.text)] : []))
  await until(() => /pids \d+ \d+/.test(textsOf().join('\n')))
  const [, bot = '', sleeper = ''] = /pids (\d+) (\d+)/.exec(textsOf().join('\n')) ?? []

  expect(textsOf().join('\n')).toContain(`greets from ${folder} with tea`)
  const { stdout } = await chatStack(folder, ['status', '--json'])
  expect(JSON.parse(stdout).children.at(-1)).toMatchObject({
    name: 'bot',
    state: 'running',
    pid: Number(bot),
  })

  stack.kill('SIGKILL')

  await until(() => !isRunning(Number(bot)) && !isRunning(Number(sleeper)))
})

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net')
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
