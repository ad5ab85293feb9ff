import { encodeJson } from '../protocol/frames.ts'
import { limits } from '../protocol/limits.ts'
import type { SyncReset } from '../protocol/requests.ts'
import { roomEventsAfter } from './event-rows.ts'
import { messagePage } from './history.ts'
import { epoch } from './place.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import { expectMember } from './room-access.ts'
import { roomOf } from './room-views.ts'
import type { Transaction } from './transaction.ts'

const envelopeBytes = 1024

interface EventPage {
  events: string[]
  to: number
}

/** [P-30] A page of what a client misses, or [P-31] the whole truth where events cannot tell it. */
export function sync(tx: Transaction, input: QueryInput<'sync'>): QueryResult<'sync'> {
  const { accountId, roomId, from } = input
  const { lastSeq } = expectMember(tx, roomId, accountId)
  const reason = resetReason(tx, input, lastSeq)
  if (reason !== null) return reset(tx, input, reason)
  const page = eventPage(tx, roomId, from, lastSeq)
  if (page === null) return reset(tx, input, 'pruned')
  const { events, to } = page
  const more = to < lastSeq
  return {
    reset: false,
    json: `{"room":"${roomId}","from":${from},"to":${to},"events":[${events.join(',')}],"more":${more}}`,
  }
}

function resetReason(
  tx: Transaction,
  input: QueryInput<'sync'>,
  lastSeq: number,
): SyncReset['reason'] | null {
  if (input.epoch !== epoch(tx)) return 'epoch'
  if (input.from > lastSeq) return 'ahead'
  if (lastSeq - input.from > limits.maxSyncGap) return 'gap'
  return null
}

/** `null` where the events that should come next are no longer kept: a room's `seq` has no holes. */
function eventPage(tx: Transaction, roomId: number, from: number, lastSeq: number): EventPage | null {
  const events: string[] = []
  let to = from
  let bytes = envelopeBytes
  for (const event of roomEventsAfter(tx, { roomId, seq: from, limit: limits.maxSyncEvents })) {
    if (event.seq !== to + 1) return null
    bytes += Buffer.byteLength(event.json) + 1
    if (bytes > limits.maxReplyBytes && events.length > 0) break
    events.push(event.json)
    to = event.seq
  }
  return events.length === 0 && to < lastSeq ? null : { events, to }
}

function reset(tx: Transaction, input: QueryInput<'sync'>, reason: SyncReset['reason']): QueryResult<'sync'> {
  const { accountId, roomId } = input
  const room = encodeJson(roomOf(tx, roomId, accountId))
  const { messages, more } = messagePage(tx, { roomId, at: 'latest', limit: limits.syncResetMessages })
  const snapshot = `{"room":${room},"messages":[${messages.join(',')}],"more":${more}}`
  return {
    reset: true,
    json: `{"room":"${roomId}","reason":"${reason}","epoch":"${epoch(tx)}","snapshot":${snapshot}}`,
  }
}
