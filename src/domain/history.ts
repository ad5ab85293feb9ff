import { encodeJson } from '../protocol/frames.ts'
import { limits } from '../protocol/limits.ts'
import { statement } from './db/statement.ts'
import { type MessageRow, messageColumns, messageView } from './message-views.ts'
import type { QueryInput, QueryResult } from './queries.ts'
import { expectMember } from './room-access.ts'
import type { Transaction } from './transaction.ts'

type Place = QueryInput<'history'>['at']

/** Encoded messages, oldest first; `more`: there are others on the far side of the page. */
export interface MessagePage {
  messages: string[]
  more: boolean
}

/** Room for what surrounds the messages in a reply. */
const envelopeBytes = 2 * 1024
const pageBytes = limits.maxReplyBytes - envelopeBytes

/** To be narrowed and ordered. */
export const messageRows = `SELECT ${messageColumns} FROM messages AS m JOIN accounts AS sender ON sender.id = m.sender_id`

const findBefore = statement<[roomId: number, n: number, limit: number], MessageRow>(
  `${messageRows} WHERE m.room_id = +? AND m.n < +? ORDER BY m.n DESC LIMIT +?`,
)

const findAfter = statement<[roomId: number, n: number, limit: number], MessageRow>(
  `${messageRows} WHERE m.room_id = +? AND m.n > +? ORDER BY m.n LIMIT +?`,
)

export function history(tx: Transaction, input: QueryInput<'history'>): QueryResult<'history'> {
  const { accountId, roomId, at, limit } = input
  expectMember(tx, roomId, accountId)
  const { messages, more } = messagePage(tx, { roomId, at, limit })
  return `{"room":"${roomId}","messages":[${messages.join(',')}],"more":${more}}`
}

/** A page ends at `limit`, or before the reply would be larger than `maxReplyBytes`. */
export function messagePage(
  tx: Transaction,
  { roomId, at, limit }: { roomId: number; at: Place; limit: number },
): MessagePage {
  if (at === 'latest') return olderThan(tx, { roomId, n: Number.MAX_SAFE_INTEGER, limit }, pageBytes)
  if ('beforeN' in at) return olderThan(tx, { roomId, n: at.beforeN, limit }, pageBytes)
  if ('afterN' in at) return newerThan(tx, { roomId, n: at.afterN, limit }, pageBytes)
  return around(tx, { roomId, n: at.aroundN, limit })
}

/** The message itself opens the newer half; `more` speaks of either side. */
function around(tx: Transaction, at: { roomId: number; n: number; limit: number }): MessagePage {
  const { roomId, n, limit } = at
  const newer = newerThan(tx, { roomId, n: n - 1, limit: Math.ceil(limit / 2) }, pageBytes / 2)
  const left = limit - newer.messages.length
  const older =
    left > 0 ? olderThan(tx, { roomId, n, limit: left }, pageBytes / 2) : { messages: [], more: n > 1 }
  return { messages: [...older.messages, ...newer.messages], more: older.more || newer.more }
}

function olderThan(
  tx: Transaction,
  at: { roomId: number; n: number; limit: number },
  bytes: number,
): MessagePage {
  const rows = findBefore(tx.db).all(at.roomId, at.n, at.limit + 1)
  const { messages, more } = fillPage(tx, rows, at.limit, bytes)
  return { messages: messages.toReversed(), more }
}

function newerThan(
  tx: Transaction,
  at: { roomId: number; n: number; limit: number },
  bytes: number,
): MessagePage {
  const rows = findAfter(tx.db).all(at.roomId, at.n, at.limit + 1)
  return fillPage(tx, rows, at.limit, bytes)
}

/** One message at least, however large, or a page would never end. */
export function fillPage(
  tx: Transaction,
  rows: readonly MessageRow[],
  limit: number,
  maxBytes = pageBytes,
): MessagePage {
  const messages: string[] = []
  let bytes = 0
  for (const row of rows) {
    if (messages.length === limit) return { messages, more: true }
    const message = encodeJson(messageView(tx, row))
    bytes += Buffer.byteLength(message) + 1
    if (bytes > maxBytes && messages.length > 0) return { messages, more: true }
    messages.push(message)
  }
  return { messages, more: false }
}
