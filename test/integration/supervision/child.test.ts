import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { fixtureSpec } from '../../helpers/fixture-spec.ts'
import { isRunning, supervise, until } from '../../helpers/supervised.ts'

async function pidBehind(url: string): Promise<number> {
  const response = await fetch(url, { headers: { connection: 'close' } })
  return Number(await response.text())
}

test('a server is running once it says that it is ready, on the socket that it inherited', async () => {
  const { url, child, ready } = await supervise('answers-with-its-pid')

  expect(await ready).toBe(true)

  expect(await pidBehind(url)).toBe(child().pid)
  expect(child()).toMatchObject({ state: 'running', generation: 1, address: url.replace('http://', '') })
})

test('a child that is killed is replaced without a refused connection', async () => {
  const { url, child, ready } = await supervise('answers-with-its-pid', {
    policy: { maxRestarts: 100 },
  })
  await ready
  const results = { answered: 0, refused: 0, cut: 0 }
  const done = new AbortController()
  const clients = [0, 1, 2].map(async () => {
    while (!done.signal.aborted) results[await outcome(url)] += 1
  })

  for (const generation of [1, 2, 3, 4, 5]) {
    await until(() => child().state === 'running' && child().generation === generation)
    const before = results.answered
    await until(() => results.answered >= before + 10)
    process.kill(child().pid ?? 0, 'SIGKILL')
  }
  await until(() => child().state === 'running' && child().generation === 6)
  done.abort()
  await Promise.all(clients)

  expect(results.refused).toBe(0)
  expect(results.answered).toBeGreaterThanOrEqual(50)
  // Each kill can cut what was inside the process: at most one request of each client.
  expect(results.cut).toBeLessThanOrEqual(15)
})

test('a reload loses no request, and overlaps the generations', async () => {
  const { supervisor, url, child, ready } = await supervise('answers-with-its-pid')
  await ready
  const first = child().pid as number
  const results = { answered: 0, refused: 0, cut: 0 }
  const done = new AbortController()
  const clients = [0, 1, 2].map(async () => {
    while (!done.signal.aborted) results[await outcome(`${url}/slow`)] += 1
  })

  supervisor.reload()
  await until(() => child().state === 'running' && child().generation === 2)
  await until(() => !isRunning(first))
  done.abort()
  await Promise.all(clients)

  expect(results).toMatchObject({ refused: 0, cut: 0 })
  expect(results.answered).toBeGreaterThan(2)
  expect(await pidBehind(url)).toBe(child().pid)
})

async function outcome(url: string): Promise<'answered' | 'refused' | 'cut'> {
  try {
    await pidBehind(url)
    return 'answered'
  } catch (error) {
    const { code } = (error as Error).cause as NodeJS.ErrnoException
    return code === 'ECONNREFUSED' ? 'refused' : 'cut'
  }
}

test('a child that is not ready in time is killed, and tried again', async () => {
  const { logged, child } = await supervise('is-never-ready', { policy: { readyTimeoutMs: 200 } })
  const { pid } = await logged('ready_timeout')

  await until(() => child().generation > 1)
  expect(isRunning(Number(pid))).toBe(false)
})

test('a child that crashes too often fails, closes its socket and says why', async () => {
  const { supervisor, url, logged, child, ready } = await supervise('crashes-at-start', {
    policy: { maxRestarts: 2 },
  })

  expect(await ready).toBe(false)

  const ending = await supervisor.finished
  expect(ending).toEqual({
    exitCode: 70,
    message: 'The child "crashes-at-start" does not run: the oven is cold.',
  })
  expect(await logged('child_failed')).toMatchObject({
    reason: 'crashed_too_often',
    generation: 3,
    exitCode: 1,
  })
  expect(child().state).toBe('stopped')
  expect(await outcome(url)).toBe('refused')
})

test('a child that was up for long is started again at once, and one that was not has to wait', async () => {
  const slowToReturn = { backoffMinMs: 60_000, backoffMaxMs: 60_000 }
  const trusted = await supervise('crashes-after-a-while', { policy: { ...slowToReturn, minUptimeMs: 100 } })
  const young = await supervise('crashes-after-a-while', { policy: { ...slowToReturn, minUptimeMs: 60_000 } })

  await until(() => trusted.child().generation === 2 && trusted.child().state === 'running')
  await young.logged('child_backoff')

  expect(trusted.events()).not.toContain('child_backoff')
  expect(young.child()).toMatchObject({ state: 'backoff', generation: 1 })
})

test('whom a child leaves behind with its socket takes no client away from the next one', async () => {
  const spec = fixtureSpec('holds-a-port')
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-marker-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const { url, child, ready } = await supervise('holds-a-port', {
    spec: { args: [...spec.args, path.join(folder, 'marker')] },
  })
  await ready

  process.kill(child().pid ?? 0, 'SIGKILL')
  await until(() => child().generation === 2 && child().state === 'running')

  for (let client = 0; client < 20; client += 1) expect(await pidBehind(url)).toBe(child().pid)
})

test('a bad config is not tried again', async () => {
  const { supervisor, child } = await supervise('has-a-bad-config')

  expect(await supervisor.finished).toEqual({
    exitCode: 78,
    message: 'The child "has-a-bad-config" does not run: Expected tea, got coffee.',
  })
  expect(child().generation).toBe(1)
})

test('a server that ends by itself has crashed, whatever its exit code says', async () => {
  const { supervisor, child } = await supervise('exits-0-at-once', { policy: { maxRestarts: 1 } })

  expect((await supervisor.finished).exitCode).toBe(70)
  expect(child()).toMatchObject({ generation: 2, lastExit: { exitCode: 0 } })
})

test('a program that cannot be found fails with its name', async () => {
  const { supervisor } = await supervise('is-never-ready', {
    policy: { maxRestarts: 1 },
    spec: { file: '/nowhere/to/be/found' },
  })

  expect((await supervisor.finished).message).toContain('/nowhere/to/be/found')
})

test('a child that hangs is found by its silence, and replaced', async () => {
  const { url, child, logged, ready } = await supervise('answers-with-its-pid', {
    policy: { heartbeatTimeoutMs: 1_500 },
  })
  await ready
  const hung = child().pid as number
  const request = outcome(`${url}/block`)

  expect(await logged('heartbeat_timeout')).toMatchObject({ pid: hung, generation: 1 })

  expect(await request).toBe('cut')
  await until(() => child().state === 'running' && child().generation === 2)
  expect(isRunning(hung)).toBe(false)
})

test('what a child leaves behind dies with it', async () => {
  const { logged } = await supervise('forks-and-leaves')

  const { sleeper } = await logged('left')

  await expect(until(() => !isRunning(Number(sleeper)))).resolves.toBeUndefined()
})

test('a child that ignores what it is asked is killed at the deadline', async () => {
  const { supervisor, child, logged, ready } = await supervise('ignores-sigterm', {
    policy: { drainTimeoutMs: 300 },
  })
  await ready
  const pid = child().pid as number

  supervisor.stop()

  expect(await supervisor.finished).toEqual({ exitCode: 0, message: null })
  expect(await logged('drain_timeout')).toMatchObject({ pid })
  expect(isRunning(pid)).toBe(false)
})

test('a child whose drain does not end leaves by itself before it would be killed', async () => {
  const { supervisor, child, events, ready } = await supervise('drains-for-ever', {
    policy: { drainTimeoutMs: 1_000 },
  })
  await ready

  supervisor.stop()
  await supervisor.finished

  expect(events()).not.toContain('drain_timeout')
  expect(child().lastExit).toMatchObject({ exitCode: 1, signal: null })
})

test('a request that has begun is answered before the stack stops', async () => {
  const { supervisor, url, ready } = await supervise('answers-with-its-pid')
  await ready
  const slow = fetch(`${url}/slow`, { headers: { connection: 'close' } })
  await pidBehind(url)

  supervisor.stop()

  expect((await slow).status).toBe(200)
  expect((await supervisor.finished).exitCode).toBe(0)
  expect(await outcome(url)).toBe('refused')
})

test('stopping during the start ends what was not ready', async () => {
  const { supervisor, child, ready } = await supervise('is-never-ready')
  await until(() => child().pid !== null)
  const pid = child().pid as number

  supervisor.stop()

  expect(await ready).toBe(false)
  expect(await supervisor.finished).toEqual({ exitCode: 0, message: null })
  expect(isRunning(pid)).toBe(false)
})

test('killing ends even a stop that waits', async () => {
  const { supervisor, ready } = await supervise('ignores-sigterm', { policy: { drainTimeoutMs: 60_000 } })
  await ready
  supervisor.stop()

  supervisor.kill()

  expect((await supervisor.finished).exitCode).toBe(0)
})

test('a failure later on ends the stack only where it should', async () => {
  const { supervisor, url, ready } = await supervise('answers-with-its-pid', {
    policy: { maxRestarts: 1 },
    onGiveUp: 'exit',
  })
  await ready

  await outcome(`${url}/crash`)
  await outcome(`${url}/crash`)

  expect(await supervisor.finished).toMatchObject({
    exitCode: 70,
    message: expect.stringContaining('asked to crash'),
  })
})

test('a child that floods its output costs a bounded memory, and is told of', async () => {
  const { logged, ready } = await supervise('floods-its-output')
  await ready
  const before = process.memoryUsage.rss()

  const dropped = await logged('output_dropped')

  expect(dropped).toMatchObject({ reason: 'flood', level: 'warn' })
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 2 ** 20)
})
