import { expect, test } from 'vitest'
import { parseChildMessage, parseSupervisorMessage } from './ipc.ts'

const beat = { type: 'heartbeat', seq: 1, rssBytes: 2, loopLagMs: 0.5, connections: 3 }

test.each([
  { type: 'booted', version: 1 },
  { type: 'ready', address: '127.0.0.1:1' },
  beat,
  { ...beat, cpuPercent: 101.5 },
  { type: 'drained' },
  { type: 'fatal', code: 'x', message: 'y', exitCode: 78 },
])('a child may say %j', (message) => {
  expect(parseChildMessage(message)).toBe(message)
})

test.each([
  null,
  'ready',
  [],
  {},
  { type: 'ready' },
  { type: 'ready', address: 1 },
  { type: 'booted', version: 2 },
  { ...beat, rssBytes: Number.NaN },
  { ...beat, cpuPercent: '1' },
  { type: 'constructor' },
  { type: ['drained'] },
])('%j from a child is not heard', (message) => {
  expect(parseChildMessage(message)).toBeNull()
})

test('a supervisor says when to drain, and by when', () => {
  expect(parseSupervisorMessage({ type: 'drain', deadlineMs: 5 })).toEqual({ type: 'drain', deadlineMs: 5 })
  expect(parseSupervisorMessage({ type: 'drain' })).toBeNull()
})
