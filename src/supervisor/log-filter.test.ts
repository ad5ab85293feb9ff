import { expect, test } from 'vitest'
import { createLogFilter, everyLine, type LogFilter } from './log-filter.ts'
import { jsonLine, type LineLevel } from './log-line.ts'

const line = (level: LineLevel = 'info', name = 'ws', timeMs = 1_000) =>
  jsonLine({ timeMs, level, name, event: 'x', fields: { text: '"name":"http"' } })

test.each<[Partial<LogFilter>, string, boolean]>([
  [{}, line(), true],
  [{}, 'no line of ours', true],
  [{ level: 'info' }, 'no line of ours', false],
  [{ child: 'ws' }, line('info', 'ws'), true],
  [{ child: 'http' }, line('info', 'ws'), false],
  [{ child: 'a "b" \\' }, line('info', 'a "b" \\'), true],
  [{ child: 'w' }, line('info', 'ws'), false],
  [{ level: 'warn' }, line('info'), false],
  [{ level: 'warn' }, line('warn'), true],
  [{ level: 'warn' }, line('error'), true],
  [{ level: 'debug' }, line('debug'), true],
  [{ sinceMs: 1_000 }, line(), true],
  [{ sinceMs: 1_001 }, line(), false],
  [{ child: 'ws', level: 'warn', sinceMs: 500 }, line('error'), true],
  [{ child: 'ws', level: 'warn', sinceMs: 5_000 }, line('error'), false],
])('%j of %s is %s', (asked, json, expected) => {
  // The fields of a line cannot speak for its head.
  expect(createLogFilter({ ...everyLine, ...asked })(json)).toBe(expected)
})
