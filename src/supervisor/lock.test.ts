import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { acquireLock, isLocked, readPid } from './lock.ts'
import { makeRunDirectory, runDirectory } from './run-directory.ts'

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-lock-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function madeDirectory() {
  const directory = runDirectory(path.join(temporaryFolder(), 'data', 'chat.db'))
  makeRunDirectory(directory)
  return directory
}

test('keeps a second supervisor out, and says who the first is', () => {
  const directory = madeDirectory()
  const lock = acquireLock(directory)

  expect(lock.followsCrash).toBe(false)
  expect(isLocked(directory)).toBe(true)
  expect(() => acquireLock(directory)).toThrow(
    expect.objectContaining({ exitCode: 75, message: `chat-stack runs already (pid ${process.pid}).` }),
  )

  expect(readdirSync(directory.folder).toSorted()).toEqual(['lock', 'pid'])
  lock.release()
  lock.release()
  expect(isLocked(directory)).toBe(false)
  expect(readPid(directory.pidFile)).toBeNull()
})

test('is free as soon as the process that held it was killed', async () => {
  const directory = madeDirectory()
  const program = `
    import { acquireLock } from ${JSON.stringify(path.join(import.meta.dirname, 'lock.ts'))}
    globalThis.lock = acquireLock(${JSON.stringify(directory)})
    process.stdout.write('locked')
    setInterval(() => {}, 1000)`
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program])
  await once(holder.stdout, 'data')
  expect(isLocked(directory)).toBe(true)

  holder.kill('SIGKILL')
  await once(holder, 'exit')

  expect(isLocked(directory)).toBe(false)
  const lock = acquireLock(directory)
  expect(lock.followsCrash).toBe(true)
  lock.release()
})

test('asking where nothing ever ran makes nothing', () => {
  const folder = temporaryFolder()
  const directory = runDirectory(path.join(folder, 'nowhere', 'chat.db'))

  expect(isLocked(directory)).toBe(false)
  expect(() => statSync(path.join(folder, 'nowhere'))).toThrow('ENOENT')
})

test('the run directory is for its owner alone, and its socket has a path that fits', () => {
  const deep = path.join(temporaryFolder(), 'd'.repeat(120), 'chat.db')
  const directory = runDirectory(deep)
  onTestFinished(() => rmSync(path.dirname(directory.controlSocket), { recursive: true, force: true }))

  makeRunDirectory(directory)

  expect(statSync(directory.folder).mode & 0o777).toBe(0o700)
  expect(statSync(path.dirname(directory.controlSocket)).mode & 0o777).toBe(0o700)
  expect(directory.controlSocket.length).toBeLessThanOrEqual(100)
})
