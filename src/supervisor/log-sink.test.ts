import { once } from 'node:events'
import { PassThrough, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { logLimits } from './log-limits.ts'
import { createLogSink } from './log-sink.ts'

function createSink(out: Writable, level: 'debug' | 'info' = 'info') {
  return createLogSink({ out, format: 'json', colour: false, level, names: ['ws'], clock: systemClock })
}

/** What the sink wrote of what a child printed. */
async function linesOf(chunks: readonly string[], stream: 'stdout' | 'stderr' = 'stdout') {
  const out = new PassThrough()
  const readable = new PassThrough()
  const sink = createSink(out)
  sink.take('ws', stream, readable)
  for (const chunk of chunks) readable.write(chunk)
  readable.end()
  await once(readable, 'end')
  out.end()
  const text = Buffer.concat(await out.toArray()).toString()
  const lines = text.split('\n').filter((line) => line !== '')
  return { lines: lines.map((line) => JSON.parse(line) as Record<string, unknown>), sink }
}

test("passes on a child's lines, and keeps what is none as text", async () => {
  const { lines } = await linesOf(['{"level":"info","time":5,"event":"x"', '}\nhello\n\n'])

  expect(lines).toEqual([
    { time: 5, level: 'info', name: 'ws', event: 'x' },
    { time: expect.any(Number), level: 'info', name: 'ws', event: 'output', text: 'hello' },
  ])
})

test('keeps what was printed at once together, apart from lines of ours', async () => {
  const { lines } = await linesOf(['Error: no\n    at here\n{"level":"info","time":5,"event":"x"}\nafter\n'])

  expect(lines).toMatchObject([{ text: 'Error: no\n    at here' }, { event: 'x' }, { text: 'after' }])
})

test('takes what comes on standard error for a warning', async () => {
  const { lines } = await linesOf(['Segmentation fault'], 'stderr')

  expect(lines).toMatchObject([{ level: 'warn', event: 'output', text: 'Segmentation fault' }])
})

test('keeps the last lines of a child', async () => {
  const chunks = Array.from(
    { length: logLimits.keptLines + 5 },
    (_, index) => `${JSON.stringify({ time: 1, level: 'info', event: 'x', index })}\n`,
  )

  const { sink } = await linesOf(chunks)

  expect(sink.lastLines('ws')).toHaveLength(logLimits.keptLines)
  expect(JSON.parse(sink.lastLines('ws')[0] ?? '')).toMatchObject({ index: 5 })
  expect(sink.lastLines('nobody')).toEqual([])
})

test('drops what a slow reader leaves no room for, and says how much when it reads again', async () => {
  const pending: (() => void)[] = []
  const written: string[] = []
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString())
      pending.push(done)
    },
  })
  const log = createSink(out).log('supervisor')
  const text = 'x'.repeat(1024 * 1024)

  for (let count = 0; count < 10; count += 1) log.info('big', { text })
  while (pending.length > 0) {
    pending.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }

  expect(written.length).toBeLessThan(8)
  const last = JSON.parse(written.at(-1) ?? '') as { event: string; lines: number }
  expect(last).toMatchObject({ event: 'output_dropped', reason: 'slow_reader' })
  expect(last.lines).toBe(10 - written.filter((line) => line.includes('"big"')).length)
})

test('goes on when nobody reads any more', async () => {
  const out = new PassThrough()
  const log = createSink(out).log('supervisor')
  out.destroy(new Error('EPIPE'))
  await new Promise((resolve) => out.once('close', resolve))

  expect(() => log.info('unheard')).not.toThrow()
})

test('writes an error with its stack, and below its level nothing', async () => {
  const out = new PassThrough()
  const log = createSink(out).log('supervisor').child({ generation: 2 })

  log.debug('quiet')
  log.error('loud', { error: new Error('no') })
  out.end()

  const text = Buffer.concat(await out.toArray()).toString()
  expect(JSON.parse(text)).toMatchObject({
    event: 'loud',
    generation: 2,
    error: { type: 'Error', message: 'no', stack: expect.stringContaining('log-sink.test') },
  })
})

test('writes from another level on as soon as it is told to, also by logs that were made before', async () => {
  const out = new PassThrough()
  const sink = createSink(out)
  const log = sink.log('supervisor').child({ generation: 2 })

  sink.setLevel('debug')
  log.debug('heard')
  sink.setLevel('error')
  log.warn('quiet')
  out.end()

  expect(JSON.parse(Buffer.concat(await out.toArray()).toString())).toMatchObject({ event: 'heard' })
})

test('tells its watchers of every line, as JSON, until they leave', () => {
  const sink = createSink(new PassThrough())
  const heard: string[] = []
  const leave = sink.watch((json) => heard.push(json))

  sink.log('supervisor').info('one')
  leave()
  sink.log('supervisor').info('two')

  expect(heard.map((json) => JSON.parse(json) as unknown)).toMatchObject([
    { name: 'supervisor', event: 'one' },
  ])
})
