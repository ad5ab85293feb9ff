import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { silentLog } from '../platform/log.ts'
import { type Crash, createCrashReports } from './crash-report.ts'

const crash: Crash = {
  child: 'ws',
  pid: 7,
  generation: 1,
  reason: 'exited',
  exitCode: null,
  signal: 'SIGSEGV',
  message: null,
  startedAtMs: 1_000,
  atMs: 5_000,
  lastHeartbeat: null,
  configHash: 'cafe',
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-crashes-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function reportsIn(folder: string, log = silentLog) {
  return createCrashReports({
    folder,
    version: '1.0.0',
    sink: { lastLines: () => [] },
    clock: { ...systemClock, after: (_, callback) => (queueMicrotask(callback), () => {}) },
    log,
  })
}

test('of many reports the newest twenty are kept, and nothing else is touched', async () => {
  const folder = temporaryFolder()
  const reports = reportsIn(folder)
  writeFileSync(path.join(folder, 'notes.json'), 'mine')

  for (let generation = 1; generation <= 25; generation += 1)
    await reports.write({ ...crash, generation, atMs: generation * 1_000 })

  const names = readdirSync(folder).toSorted()
  expect(names).toHaveLength(21)
  expect(names[0]).toBe('1970-01-01T00-00-06.000Z-ws-6.json')
  expect(names).toContain('notes.json')
})

test('where none can be written the log says so, and life goes on', async () => {
  const file = path.join(temporaryFolder(), 'no-folder')
  writeFileSync(file, '')
  const warn = vi.fn<() => void>()

  expect(await reportsIn(file, { ...silentLog, warn }).write(crash)).toBeNull()
  expect(warn).toHaveBeenCalledWith('crash_not_reported', expect.objectContaining({ child: 'ws' }))
})
