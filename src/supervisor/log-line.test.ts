import { Chalk } from 'chalk'
import { describe, expect, test } from 'vitest'
import { jsonLine, type LogLine, parseLogLine, parseStoredLine, prettyLine, printable } from './log-line.ts'

const plain = { chalk: new Chalk({ level: 0 }), nameWidth: 10, colourOf: () => (text: string) => text }
const timeMs = new Date(2026, 0, 2, 3, 4, 5, 67).getTime()

function line(more: Partial<LogLine> = {}): LogLine {
  return { timeMs, level: 'info', name: 'http', event: 'listening', fields: {}, ...more }
}

describe('a line for people', () => {
  test('has time, name, level, event and fields in columns', () => {
    const warned = line({ level: 'warn', fields: { port: 7222, host: '127.0.0.1', tags: ['a'] } })

    expect(prettyLine(line(), plain)).toBe('03:04:05.067  http               listening')
    expect(prettyLine(warned, plain)).toBe(
      '03:04:05.067  http        warn   listening  port=7222  host=127.0.0.1  tags=["a"]',
    )
  })

  test('keeps the rows of a stack together, below it', () => {
    const error = { type: 'Error', message: 'no', stack: 'Error: no\n    at here' }

    expect(prettyLine(line({ fields: { error } }), plain).split('\n')).toEqual([
      '03:04:05.067  http               listening  error=no',
      '              Error: no',
      '                  at here',
    ])
  })

  test('shows other output as it was printed, its further rows indented', () => {
    const output = line({ event: 'output', fields: { text: 'Error: no\n    at here' } })

    expect(prettyLine(output, plain).split('\n')).toEqual([
      '03:04:05.067  http               Error: no',
      '                  at here',
    ])
  })

  test('cannot steer the terminal', () => {
    const evil = line({
      event: '\u001b[2J',
      fields: { 'a\u0007': 'x\u001b]0;title\u0007\u009b31m\n\u202etxt' },
    })

    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(prettyLine(evil, plain)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e]/)
  })
})

test('a line for machines is one line of JSON, without raw control characters of any kind', () => {
  const json = jsonLine(line({ fields: { text: 'a\nb\u009bc\u2028d' } }))

  expect(json).toMatch(/^[\u0020-\u007e]*$/)
  expect(JSON.parse(json)).toEqual({
    time: timeMs,
    level: 'info',
    name: 'http',
    event: 'listening',
    text: 'a\nb\u009bc\u2028d',
  })
})

test("a child's own line keeps its time, level and fields, under the child's name", () => {
  const text = '{"level":"warn","time":5,"name":"liar","pid":1,"event":"slow","ms":7}'

  expect(parseLogLine(text, 'ws')).toEqual({
    timeMs: 5,
    level: 'warn',
    name: 'ws',
    event: 'slow',
    fields: { ms: 7 },
  })
})

test.each([
  'plain',
  '{not json',
  'null',
  '{"event":"no level","time":1}',
  '{"event":1,"level":"info","time":1}',
])('output that is no line of ours is not taken for one: %s', (text) => {
  expect(parseLogLine(text, 'ws')).toBeNull()
})

test('colours are taken out, tabs stay', () => {
  expect(printable('\u001b[31mred\u001b[39m\tand')).toBe('red\tand')
})

test('reads back what it wrote, the process id of a child included', () => {
  const line = {
    timeMs: 5,
    level: 'warn',
    name: 'supervisor',
    event: 'x',
    fields: { pid: 7, text: 'a\nb' },
  } as const

  expect(parseStoredLine(jsonLine(line))).toEqual(line)
})

test.each(['{"time":5,"level":"in', '', 'null', '{"time":5,"level":"info","name":"ws"}'])(
  'does not take %j for a line',
  (text) => {
    expect(parseStoredLine(text)).toBeNull()
  },
)
