import type { OutgoingMessage, TimelineEntry } from '../../../client/chat-state.ts'
import type { EventPayload } from '../../../protocol/events.ts'
import type { MessageView } from '../../../protocol/views.ts'
import { isSameDay } from '../../i18n/format.ts'

type MemberChange = EventPayload<'member_changed'>

/** A member's coming or going, as the log tells it; who may not speak is told so, and nobody else is. */
export type SystemLine = MemberChange & { change: Exclude<MemberChange['change'], 'muted' | 'unmuted'> }

/** Where the reader stopped when the room was opened: the rule stands above the first message after it. */
export interface NewMarker {
  afterN: number
  count: number
}

export type TimelineRow =
  | { kind: 'beginning'; key: 'beginning' }
  | { kind: 'date'; key: string; ts: number }
  | { kind: 'new'; key: 'new'; count: number }
  | { kind: 'system'; key: string; line: SystemLine }
  | {
      kind: 'message'
      key: string
      /** What is not on the server yet is its writer's own. */
      message: MessageView | OutgoingMessage
      startsGroup: boolean
      showsTime: boolean
    }

interface Sources {
  entries: readonly TimelineEntry[]
  lines: readonly SystemLine[]
  marker: NewMarker | null
  /** Whether these entries reach back to the room's first message. */
  isComplete: boolean
  ownId: string
}

/** The same author within so long goes on speaking: no seal, no name again. */
const groupGapMs = 5 * 60_000
const minuteMs = 60_000

/** Lays a room's messages out as the rows of its page. */
export function buildTimeline({ entries, lines, marker, isComplete, ownId }: Sources): TimelineRow[] {
  const rows: TimelineRow[] =
    isComplete && entries.length > 0 ? [{ kind: 'beginning', key: 'beginning' }] : []
  const pending = lines.toSorted((a, b) => a.seq - b.seq)
  let previousTs: number | null = null
  let isMarked = marker === null

  const startDay = (ts: number) => {
    if (previousTs === null || !isSameDay(previousTs, ts))
      rows.push({ kind: 'date', key: `date-${dayKey(ts)}`, ts })
    previousTs = ts
  }
  const addLine = (line: SystemLine) => {
    startDay(line.ts)
    rows.push({ kind: 'system', key: `line-${line.seq}`, line })
  }

  for (const entry of entries) {
    const seq = entry.kind === 'message' ? entry.message.seq : Number.POSITIVE_INFINITY
    const isFirst = previousTs === null
    while (pending[0] !== undefined && pending[0].seq < seq) {
      const line = pending.shift()
      // What happened before the oldest message here belongs to a page that is not loaded.
      if (line !== undefined && (!isFirst || isComplete)) addLine(line)
    }
    startDay(entry.message.ts)
    if (!isMarked && marker !== null && entry.kind === 'message' && entry.message.n > marker.afterN) {
      rows.push({ kind: 'new', key: 'new', count: marker.count })
      isMarked = true
    }
    rows.push(messageRow(entry, rows.at(-1), ownId))
  }
  for (const line of pending) if (entries.length > 0 || isComplete) addLine(line)
  return rows
}

function messageRow(entry: TimelineEntry, above: TimelineRow | undefined, ownId: string): TimelineRow {
  const { message } = entry
  const previous = above?.kind === 'message' ? above.message : null
  const goesOn =
    previous !== null &&
    senderOf(previous, ownId) === senderOf(message, ownId) &&
    message.ts - previous.ts < groupGapMs
  const sameMinute =
    previous !== null && Math.floor(previous.ts / minuteMs) === Math.floor(message.ts / minuteMs)
  return { kind: 'message', key: entry.key, message, startsGroup: !goesOn, showsTime: !goesOn || !sameMinute }
}

function senderOf(message: MessageView | OutgoingMessage, ownId: string): string {
  return 'sender_id' in message ? message.sender_id : ownId
}

function dayKey(ts: number): string {
  const date = new Date(ts)
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
}
