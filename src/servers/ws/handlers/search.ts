import { cursorId } from '../../../domain/cursors.ts'
import type { QueryInput, QueryResult } from '../../../domain/queries.ts'
import { limits } from '../../../protocol/limits.ts'
import { EncodedReply, type Handler, type LiveContext } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

/** Room for what surrounds the hits in a reply. */
const envelopeBytes = 1024

/** Users take turns, and each search looks again and again for a moment, so that it delays nobody's reading. */
export const search: Handler<'search'> = async (context, { q, room, from, after, before, cursor }) => {
  const { accountId, rates, searches } = context
  refuseIfEarly(rates.takeSearch(accountId))
  const asked = {
    ...{ accountId, q },
    roomId: room === undefined ? null : Number(room),
    senderId: from === undefined ? null : Number(from),
    beforeMs: before ?? null,
    afterMs: after ?? null,
  }
  const belowId = cursor === undefined ? null : cursorId(cursor)
  const found = await searches(String(accountId), () => lookThrough(context, { ...asked, belowId }))
  const more = found.belowId === null ? '' : `,"cursor":"${found.belowId}"`
  const behind = found.isBehind ? ',"indexing":true' : ''
  return new EncodedReply('search_response', `{"hits":[${found.hits.join(',')}]${more}${behind}}`)
}

/** Until the page is full, nothing is left, or the time is over. A hit is far smaller than a page: one always fits. */
async function lookThrough(
  { store, clock, connection }: LiveContext,
  asked: Omit<QueryInput<'search'>, 'limit' | 'maxBytes'>,
): Promise<Pick<QueryResult<'search'>, 'hits' | 'belowId' | 'isBehind'>> {
  const untilMs = clock.monotonicMs() + limits.searchTimeoutMs
  const hits: string[] = []
  let { belowId } = asked
  let maxBytes = limits.maxReplyBytes - envelopeBytes
  for (;;) {
    const limit = limits.maxSearchHits - hits.length
    const look = await store.read('search', { ...asked, belowId, limit, maxBytes })
    hits.push(...look.hits)
    for (const hit of look.hits) maxBytes -= Buffer.byteLength(hit) + 1
    belowId = look.belowId
    const isOver = clock.monotonicMs() > untilMs || connection.state.kind === 'closing'
    if (belowId === null || look.isFull || isOver) return { hits, belowId, isBehind: look.isBehind }
  }
}
