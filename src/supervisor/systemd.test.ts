import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { createManualClock } from '../../test/helpers/manual-clock.ts'
import type { Log } from '../platform/log.ts'
import { createServiceNotifier, type ServiceNotifierOptions } from './systemd.ts'

type Manager = Pick<ServiceNotifierOptions, 'notifySocket' | 'watchdogMs'>

/** A `systemd-notify` that writes down what it is told, and fails where it should. */
function fakeSystemd({ exitCode = 0 } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-systemd-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const told = path.join(folder, 'told')
  const program = path.join(folder, 'systemd-notify')
  writeFileSync(program, `#!/bin/sh\necho "$NOTIFY_SOCKET $*" >> ${told}\nexit ${exitCode}\n`)
  chmodSync(program, 0o755)
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`)
  return () => (existsSync(told) ? readFileSync(told, 'utf8').trim().split('\n') : [])
}

function notifier({ notifySocket = '/run/notify', watchdogMs = null }: Partial<Manager> = {}) {
  const clock = createManualClock()
  const warn = vi.fn<Log['warn']>()
  const log = { warn } as unknown as Log
  return { clock, warn, tell: createServiceNotifier({ notifySocket, watchdogMs, clock, log }) }
}

// Files share their modules and their environment: a path that leads nowhere would be the next file's too.
afterEach(() => {
  vi.unstubAllEnvs()
})

test('tells the states of a life in their order, on the socket that it was given', async () => {
  const told = fakeSystemd()
  const { tell } = notifier()
  const beforeUs = process.hrtime.bigint() / 1_000n

  tell.ready()
  tell.reloading()
  tell.ready()
  tell.stopping()
  await tell.end()

  const [ready, reloading = '', ...rest] = told()
  expect([ready, ...rest]).toEqual(['READY=1', 'READY=1', 'STOPPING=1'].map((word) => `/run/notify ${word}`))
  const [, atUs = ''] = /^\/run\/notify RELOADING=1 MONOTONIC_USEC=(\d+)$/.exec(reloading) ?? []
  expect(BigInt(atUs) >= beforeUs && BigInt(atUs) <= process.hrtime.bigint() / 1_000n).toBe(true)
})

test('feeds the watchdog at half its time, from the first readiness to the end', async () => {
  const told = fakeSystemd()
  const { clock, tell } = notifier({ watchdogMs: 30_000 })
  clock.advance(60_000)
  tell.ready()

  clock.advance(14_999)
  expect(clock.pending()).toBe(1)
  clock.advance(1)
  await vi.waitFor(() => expect(clock.pending()).toBe(1), { timeout: 5_000 })
  clock.advance(15_000)
  await tell.end()

  expect(told()).toEqual(['READY=1', 'WATCHDOG=1', 'WATCHDOG=1'].map((word) => `/run/notify ${word}`))
  expect(clock.pending()).toBe(0)
})

test('is silent, and starts nothing, where nobody wants to know', async () => {
  const told = fakeSystemd()
  const { clock, tell } = notifier({ notifySocket: null, watchdogMs: 1_000 })

  tell.ready()
  tell.reloading()
  tell.stopping()
  clock.advance(10_000)
  await tell.end()

  expect(told()).toEqual([])
})

test('a manager that cannot be told is complained of once, and changes nothing', async () => {
  fakeSystemd({ exitCode: 1 })
  const { warn, tell } = notifier()

  tell.ready()
  tell.stopping()
  await tell.end()

  expect(warn).toHaveBeenCalledExactlyOnceWith('service_manager_not_told', {
    words: ['READY=1'],
    message: expect.stringContaining('systemd-notify'),
  })
})

test('so is one whose program is not installed', async () => {
  vi.stubEnv('PATH', '/nowhere')
  const { warn, tell } = notifier()

  tell.ready()
  await tell.end()

  expect(warn).toHaveBeenCalledOnce()
})
