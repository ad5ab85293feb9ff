import { DomainError } from '../../../domain/errors.ts'
import type { QueryInput } from '../../../domain/queries.ts'
import { limits } from '../../../protocol/limits.ts'
import type { RequestPayload } from '../../../protocol/requests.ts'
import { EncodedReply, type Handler } from '../context.ts'

export const history: Handler<'history'> = async ({ store, accountId }, payload) => {
  const json = await store.read('history', {
    accountId,
    roomId: Number(payload.room),
    at: positionOf(payload),
    limit: payload.limit ?? limits.maxHistoryMessages,
  })
  return new EncodedReply('history_response', json)
}

function positionOf(payload: RequestPayload<'history'>): QueryInput<'history'>['at'] {
  const { before_n: beforeN, after_n: afterN, around_n: aroundN } = payload
  if ([beforeN, afterN, aroundN].filter((position) => position !== undefined).length > 1)
    throw new DomainError('bad_request', {
      details: [{ path: 'payload', expected: 'one of before_n, after_n and around_n at most' }],
    })
  if (beforeN !== undefined) return { beforeN }
  if (afterN !== undefined) return { afterN }
  return aroundN === undefined ? 'latest' : { aroundN }
}
