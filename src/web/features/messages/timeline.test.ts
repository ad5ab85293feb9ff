import { expect, test } from 'vitest'
import type { TimelineEntry } from '../../../client/chat-state.ts'
import { buildTimeline, type SystemLine } from './timeline.ts'

const morning = new Date(2026, 10, 23, 9, 20).getTime()
const minute = 60_000

test('opens a day with its date, and a group with its author', () => {
  const rows = build([
    said(1, 'lin', morning),
    said(2, 'lin', morning + 10_000),
    said(3, 'wei', morning + minute),
  ])

  expect(shape(rows)).toEqual(['date', 'lin: group, time', 'lin', 'wei: group, time'])
})

test('goes on in a group for five minutes, showing the time when the minute is another', () => {
  const rows = build([
    said(1, 'lin', morning),
    said(2, 'lin', morning + 4 * minute),
    said(3, 'lin', morning + 9 * minute),
  ])

  expect(shape(rows)).toEqual(['date', 'lin: group, time', 'lin: time', 'lin: group, time'])
})

test('begins anew after midnight, even within a group', () => {
  const night = new Date(2026, 10, 22, 23, 59, 30).getTime()

  expect(shape(build([said(1, 'lin', night), said(2, 'lin', night + minute)]))).toEqual([
    'date',
    'lin: group, time',
    'date',
    'lin: group, time',
  ])
})

test('draws the rule above the first message that is new', () => {
  const rows = build([said(1, 'lin', morning), said(2, 'lin', morning), said(3, 'lin', morning)], {
    marker: { afterN: 1, count: 2 },
  })

  expect(shape(rows)).toEqual(['date', 'lin: group, time', '2 new', 'lin: group, time', 'lin'])
})

test('draws no rule where the first new message is not loaded or nothing is new', () => {
  expect(shape(build([said(1, 'lin', morning)], { marker: { afterN: 1, count: 0 } }))).not.toContain('0 new')
})

test('puts a system line where its seq says', () => {
  const line = { seq: 2, ts: morning } as SystemLine
  const rows = build([said(1, 'lin', morning), said(3, 'lin', morning)], { lines: [line] })

  expect(shape(rows)).toEqual(['date', 'lin: group, time', 'line 2', 'lin: group, time'])
})

test('keeps lines older than what is loaded for their own page', () => {
  const line = { seq: 1, ts: morning } as SystemLine

  expect(shape(build([said(3, 'lin', morning)], { lines: [line] }))).toEqual(['date', 'lin: group, time'])
})

test('groups what is on its way with what its writer said', () => {
  const outgoing: TimelineEntry = {
    kind: 'outgoing',
    key: 'out',
    message: {
      room: '1',
      client_msg_id: 'x',
      text: 'later',
      images: [],
      ts: morning + 1_000,
      delivery: { name: 'waiting' },
    },
  }

  expect(shape(build([said(1, 'wei', morning), outgoing]))).toEqual(['date', 'wei: group, time', 'wei'])
})

test('says where a room begins only when its first message is here', () => {
  expect(build([said(1, 'lin', morning)], { isComplete: true })[0]?.kind).toBe('beginning')
  expect(build([], { isComplete: true })).toEqual([])
})

function build(entries: TimelineEntry[], rest: Partial<Parameters<typeof buildTimeline>[0]> = {}) {
  return buildTimeline({ entries, lines: [], marker: null, isComplete: false, ownId: 'wei', ...rest })
}

function said(n: number, sender: string, ts: number): TimelineEntry {
  const message = {
    message_id: String(n),
    room: '1',
    seq: n,
    n,
    ts,
    sender_id: sender,
    sender_name: sender,
    client_msg_id: `c${n}`,
    text: `message ${n}`,
    images: [],
    version: 1,
  }
  return { kind: 'message', key: `c${n}`, message }
}

function shape(rows: ReturnType<typeof build>): string[] {
  return rows.map((row) => {
    if (row.kind === 'new') return `${row.count} new`
    if (row.kind === 'system') return `line ${row.line.seq}`
    if (row.kind !== 'message') return row.kind
    const sender = 'sender_id' in row.message ? row.message.sender_id : 'wei'
    const notes = [row.startsGroup ? 'group' : '', row.showsTime ? 'time' : ''].filter(Boolean).join(', ')
    return notes === '' ? sender : `${sender}: ${notes}`
  })
}
