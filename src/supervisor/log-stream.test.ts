import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { createLogFiles } from './log-files.ts'
import { everyLine, type LogFilter } from './log-filter.ts'
import { logLimits } from './log-limits.ts'
import { jsonLine } from './log-line.ts'
import { createLogStreams, type LogStream, ReaderTooSlow } from './log-stream.ts'

const lineBytes = 100

/** A log whose lines are numbered, in files of ten lines each. */
function setUp() {
  const folder = mkdtempSync(path.join(tmpdir(), 'chat-stack-stream-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const files = createLogFiles({
    folder,
    maxFileBytes: 10 * lineBytes,
    maxFiles: 1_000,
    clock: systemClock,
    onFailed: (error) => {
      throw error
    },
    onMended: () => {},
  })
  onTestFinished(() => files.close())
  const watchers = new Set<(json: string) => void>([files.append])
  const open = createLogStreams({
    folder,
    flush: files.flush,
    watch: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
  })
  let written = 0
  const write = (text = '') => {
    written += 1
    const fields = { number: written, text }
    const json = jsonLine({
      timeMs: written,
      level: 'info',
      name: written % 2 ? 'ws' : 'http',
      event: 'x',
      fields,
    })
    for (const watcher of watchers) watcher(json)
  }
  const read = (filter: Partial<LogFilter> = {}, follow = false) => {
    const stream = open({ filter: { ...everyLine, ...filter }, follow })
    if (stream === null) throw new Error('Expected a stream')
    onTestFinished(stream.close)
    return stream
  }
  return { files, open, write, read, watchers }
}

async function numbersOf(stream: LogStream, enough = Number.POSITIVE_INFINITY): Promise<number[]> {
  const numbers: number[] = []
  for await (const lines of stream.lines()) {
    numbers.push(...lines.map((line) => (JSON.parse(line) as { number: number }).number))
    if (numbers.length >= enough) break
  }
  return numbers
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

test('reads every file, oldest first, and what was not written yet', async () => {
  const { write, read, files } = setUp()
  for (let count = 0; count < 45; count += 1) {
    write()
    if (count < 40) files.flush()
  }

  expect(await numbersOf(read())).toEqual(upTo(45))
})

test('reads what is asked for', async () => {
  const { write, read } = setUp()
  for (let count = 0; count < 10; count += 1) write()

  expect(await numbersOf(read({ child: 'http', sinceMs: 5 }))).toEqual([6, 8, 10])
})

test('follows without losing or doubling a line, whatever is rotated meanwhile', async () => {
  const { write, read, files } = setUp()
  for (let count = 0; count < 95; count += 1) write()
  const stream = read({}, true)
  const numbers = numbersOf(stream, 400)

  for (let count = 95; count < 400; count += 1) {
    write()
    files.flush()
    if (count % 7 === 0) await new Promise((resolve) => setImmediate(resolve))
  }

  expect(await numbers).toEqual(upTo(400))
})

test('ends when it is closed, and is watched no more', async () => {
  const { write, read, watchers } = setUp()
  const stream = read({}, true)
  const numbers = numbersOf(stream)
  write()
  await new Promise((resolve) => setTimeout(resolve, 20))

  stream.close()
  stream.close()

  expect(await numbers).toEqual([1])
  expect(watchers.size).toBe(1)
})

test('lets go of a reader who is too slow to follow', async () => {
  const { write, read, watchers } = setUp()
  const stream = read({}, true)

  const text = 'x'.repeat(1024 * 1024)
  for (let bytes = 0; bytes <= logLimits.maxBacklogBytes; bytes += text.length) write(text)

  expect(watchers.size).toBe(1)
  await expect(numbersOf(stream)).rejects.toThrow(ReaderTooSlow)
})

test('refuses more readers than it can keep, until one leaves', () => {
  const { open, read } = setUp()
  const streams = Array.from({ length: logLimits.maxReaders }, () => read({}, true))

  expect(open({ filter: everyLine, follow: true })).toBeNull()
  streams[0]?.close()
  streams[0]?.close()

  expect(() => read({}, true)).not.toThrow()
  expect(open({ filter: everyLine, follow: true })).toBeNull()
})
