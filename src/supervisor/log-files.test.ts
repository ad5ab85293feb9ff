import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createManualClock } from '../../test/helpers/manual-clock.ts'
import { createLogFiles, logFilePaths } from './log-files.ts'
import { logLimits } from './log-limits.ts'

function setUp({ maxFileBytes = 1_000, maxFiles = 3 } = {}) {
  const home = mkdtempSync(path.join(tmpdir(), 'chat-stack-logs-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  const folder = path.join(home, 'logs')
  const clock = createManualClock()
  const onFailed = vi.fn<(error: Error) => void>()
  const onMended = vi.fn<(lines: number) => void>()
  const open = () => createLogFiles({ folder, maxFileBytes, maxFiles, clock, onFailed, onMended })
  const stored = () => logFilePaths(folder).map((file) => readFileSync(file, 'utf8'))
  return {
    home,
    folder,
    clock,
    onFailed,
    onMended,
    open,
    stored,
    current: path.join(folder, 'chat-stack.log'),
  }
}

test('writes what came together, for its owner alone', () => {
  const { open, clock, stored, folder, current } = setUp()
  const files = open()

  files.append('one')
  files.append('two')
  expect(stored()).toEqual([])
  clock.advance(logLimits.fileBatchMs)

  expect(stored()).toEqual(['one\ntwo\n'])
  expect(statSync(current).mode & 0o777).toBe(0o600)
  expect(statSync(folder).mode & 0o777).toBe(0o700)
})

test('does not wait where much comes', () => {
  const { open, stored } = setUp()

  open().append('x'.repeat(logLimits.fileBatchBytes))

  expect(stored()).toHaveLength(1)
})

test('begins a new file before one is too long, and keeps the newest', () => {
  const { open, stored, folder } = setUp({ maxFileBytes: 1_000, maxFiles: 3 })
  const files = open()

  for (let number = 0; number < 50; number += 1) {
    files.append(`${number} ${'x'.repeat(90)}`)
    files.flush()
  }

  expect(readdirSync(folder).toSorted()).toEqual(['chat-stack.log', 'chat-stack.log.1', 'chat-stack.log.2'])
  const numbers = stored().map((text) =>
    text
      .trim()
      .split('\n')
      .map((line) => Number(line.split(' ')[0])),
  )
  expect(stored().every((text) => text.length <= 1_000)).toBe(true)
  expect(numbers.flat()).toEqual(
    Array.from({ length: numbers.flat().length }, (_, index) => 50 - numbers.flat().length + index),
  )
  expect(numbers.flat().length).toBeGreaterThan(20)
})

test('goes on where the last run ended, also in the middle of a line', () => {
  const { open, stored, current } = setUp()
  const first = open()
  first.append('before')
  first.close()
  writeFileSync(current, 'half', { flag: 'a' })

  const second = open()
  second.append('after')
  second.close()

  expect(stored()).toEqual(['before\nhalf\nafter\n'])
})

test('deletes those that a smaller number of files leaves over', () => {
  const { open, folder } = setUp({ maxFiles: 2 })
  open().close()
  const files = open()
  files.append('x')
  files.flush()
  for (const number of [1, 2, 7]) writeFileSync(path.join(folder, `chat-stack.log.${number}`), 'old\n')
  writeFileSync(path.join(folder, 'chat-stack.log.old'), 'not ours')
  files.close()

  const next = open()
  next.append('y')
  next.close()

  expect(readdirSync(folder).toSorted()).toEqual(['chat-stack.log', 'chat-stack.log.1', 'chat-stack.log.old'])
})

test('writes to a new file where somebody deleted the one', () => {
  const { open, stored, current } = setUp()
  const files = open()
  files.append('gone')
  files.flush()
  rmSync(current)

  files.append('here')
  files.close()

  expect(stored()).toEqual(['here\n'])
})

test('drops lines while the disk is full, says so once, and how many when there is room again', () => {
  const { open, stored, current, onFailed, onMended } = setUp()
  const files = open()
  files.append('before')
  files.close()
  rmSync(current)
  symlinkSync('/dev/full', current)

  for (const line of ['one', 'two', 'three']) {
    files.append(line)
    files.flush()
  }
  rmSync(current)
  files.append('after')
  files.flush()

  expect(onFailed.mock.calls).toEqual([[expect.objectContaining({ code: 'ENOSPC' })]])
  expect(onMended.mock.calls).toEqual([[3]])
  expect(stored()).toEqual(['after\n'])
})

test('does without files where the folder cannot be made', () => {
  const { open, folder, onFailed } = setUp()
  writeFileSync(folder, 'in the way')
  const files = open()

  files.append('x')

  expect(() => files.close()).not.toThrow()
  expect(onFailed).toHaveBeenCalledOnce()
})
