import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { supervise, until } from '../../helpers/supervised.ts'

interface Report {
  readonly [key: string]: unknown
  readonly hungStack: readonly string[] | null
  readonly lastLines: readonly Record<string, unknown>[]
}

const read = (file: string | null) => JSON.parse(readFileSync(file ?? 'none', 'utf8')) as Report

test('a crash is written down for its owner alone, with what was printed last', async () => {
  const { supervisor, child } = await supervise('crashes-at-start', { policy: { maxRestarts: 1 } })
  await supervisor.finished

  const { crashReport } = child()

  expect(read(crashReport)).toMatchObject({
    child: 'crashes-at-start',
    generation: 2,
    reason: 'exited',
    exitCode: 1,
    signal: null,
    message: 'the oven is cold',
    upMs: expect.any(Number),
    configHash: expect.stringMatching(/^[0-9a-f]{16}$/),
    hungStack: null,
  })
  expect(read(crashReport).lastLines.at(-1)).toMatchObject({ event: 'server_failed' })
  expect(statSync(crashReport ?? '').mode & 0o777).toBe(0o600)
  expect(statSync(path.dirname(crashReport ?? '')).mode & 0o777).toBe(0o700)
  expect(readdirSync(path.dirname(crashReport ?? ''))).toHaveLength(2)
})

test('the report of a child that hung names the function that hangs', async () => {
  const { child, ready } = await supervise('blocks-its-loop')
  await ready
  await until(() => child().crashReport !== null)

  const report = read(child().crashReport)

  expect(report).toMatchObject({ reason: 'heartbeat_timeout', signal: 'SIGKILL', generation: 1 })
  expect(report.lastHeartbeat === null || typeof report.lastHeartbeat === 'object').toBe(true)
  expect(report.hungStack?.[0]).toContain('countGrainsOfSand')
})

test('secrets that a child printed are in no report', async () => {
  const { supervisor, child } = await supervise('crashes-with-secrets', { policy: { maxRestarts: 1 } })
  await supervisor.finished

  const text = readFileSync(child().crashReport ?? '', 'utf8')

  expect(text).toContain('[redacted]')
  expect(text).not.toContain('hunter2')
  expect(text).not.toContain('q3Vx_0aZ9sKp')
})

test('a child that was asked to end leaves no report', async () => {
  const { supervisor, child, ready } = await supervise('ignores-sigterm', { policy: { drainTimeoutMs: 200 } })
  await ready

  supervisor.stop()
  await supervisor.finished

  expect(child().crashReport).toBeNull()
})
