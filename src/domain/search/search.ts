import { encodeJson } from '../../protocol/frames.ts'
import { statement } from '../db/statement.ts'
import { DomainError } from '../errors.ts'
import { type MessageRow, messageColumns, messageView } from '../message-views.ts'
import type { QueryInput, QueryResult } from '../queries.ts'
import { expectMember } from '../room-access.ts'
import type { Transaction } from '../transaction.ts'
import { type Candidate, candidates } from './candidates.ts'
import { leftAfter, progressOf } from './search-index.ts'
import { anyOf, expressionOf, type Term, termsOf } from './search-terms.ts'
import { snippetOf } from './snippet.ts'
import { firstIdOf, partOf, roomToken, senderToken } from './tokens.ts'

type Input = QueryInput<'search'>
type Found = QueryResult<'search'>

/**
 * How long one look keeps the reading thread; other reads come between two looks of one search. A step between two parts of
 * the index, or two messages, takes about a millisecond more.
 */
const lookMs = 12
/** Others' messages that are passed over one by one, before the searcher's rooms become part of the question. */
const maxStrangers = 100
/**
 * A look whose time is over stops at others' messages, too; where it stopped is told no finer than this, or it would tell
 * which of them fits.
 */
const strangerSteps = 64
/** Of more rooms, each costs as much as the messages that it would spare. */
const maxNamedRooms = 64

const findMessage = statement<[messageId: number], MessageRow>(
  `SELECT ${messageColumns} FROM messages AS m JOIN accounts AS sender ON sender.id = m.sender_id WHERE m.id = +?`,
)

const findRooms = statement<[accountId: number, limit: number], number>(
  'SELECT room_id FROM memberships WHERE account_id = ? LIMIT ?',
)

const findEnabled = statement<[accountId: number], { id: number }>(
  'SELECT id FROM accounts WHERE id = ? AND disabled_at_ms IS NULL AND removed_at_ms IS NULL',
)

const findTimeFrom = statement<[messageId: number], number>(
  'SELECT created_at_ms FROM messages WHERE id >= ? ORDER BY id LIMIT 1',
)

/** Looks for a while, from the newest message back, and says where it stopped. */
export function search(tx: Transaction, input: Input): Found {
  refuseStranger(tx, input)
  const progress = progressOf(tx)
  const left = leftAfter(tx, progress)
  const isBehind = left.newLeft > 0 || left.hasMore
  const terms = termsOf(input.q)
  if (terms.length === 0) return { hits: [], belowId: null, isFull: false, isBehind }
  return { ...createLook(tx, input, terms).from(input.belowId ?? progress.newestId + 1), isBehind }
}

function refuseStranger(tx: Transaction, { accountId, roomId }: Input): void {
  if (roomId !== null) expectMember(tx, roomId, accountId)
  else if (findEnabled(tx.db).get(accountId) === undefined) throw new DomainError('account_disabled')
}

function createLook(tx: Transaction, input: Input, terms: readonly Term[]) {
  const { accountId, roomId, senderId, beforeMs, afterMs, limit, maxBytes } = input
  const untilMs = performance.now() + lookMs
  const hits: string[] = []
  let bytes = 0
  let isFull = false
  let strangers = 0
  /** All of the searcher's rooms, once they are worth asking for. */
  let rooms: number[] | null = null
  let startId = 0
  let belowId = 0
  /** The last one that the searcher may see. */
  let shownId = 0

  /** Each part of the index, until it is enough or the time is over. */
  function from(start: number): Omit<Found, 'isBehind'> {
    startId = start
    belowId = start
    shownId = start
    for (let part = partOf(start - 1); part >= 0; part -= 1) {
      if (afterMs !== null && timeFrom(part + 1) < afterMs) break
      if (beforeMs !== null && timeFrom(part) >= beforeMs) continue
      if (!throughPart(part)) return { hits, belowId: toldId(), isFull }
      belowId = firstIdOf(part)
      shownId = belowId
      // Not before: a look that gets nowhere would be asked for again and again.
      if (isOver() && part > 0) return { hits, belowId, isFull }
    }
    return { hits, belowId: null, isFull }
  }

  /** Where to go on. A page that is full ended at the searcher's own: what lies between is looked through again. */
  function toldId(): number {
    return isFull ? shownId : Math.min(shownId, Math.ceil(belowId / strangerSteps) * strangerSteps)
  }

  /** When the first message of a part, or after it, was written: ids follow the time. */
  function timeFrom(part: number): number {
    return findTimeFrom(tx.db).pluck().get(firstIdOf(part)) ?? Number.POSITIVE_INFINITY
  }

  /** Whether all of it was looked at. Where the rooms become part of the question, it is asked once more from there. */
  function throughPart(part: number): boolean {
    const outcome = ask(part)
    return outcome === 'narrower' ? throughPart(part) : outcome === 'through'
  }

  function isOver(): boolean {
    return performance.now() > untilMs
  }

  function ask(part: number): 'through' | 'enough' | 'narrower' {
    const expression = expressionOf(terms, part, filters(part))
    for (const candidate of candidates(tx, { accountId, expression, belowId })) {
      const hit = hitOf(candidate)
      if (hit !== null && !take(hit)) return 'enough'
      belowId = candidate.messageId
      if (candidate.isMember === 1) shownId = belowId
      // A look that gets nowhere would be asked for again and again.
      if (isOver() && toldId() < startId) return 'enough'
      if (isWorthNarrowing()) return 'narrower'
    }
    return 'through'
  }

  function filters(part: number): string[] {
    const named = roomId === null ? rooms : [roomId]
    return [
      ...(named === null ? [] : [anyOf(named.map(roomToken), part)]),
      ...(senderId === null ? [] : [anyOf([senderToken(senderId)], part)]),
    ]
  }

  /** Once only. */
  function isWorthNarrowing(): boolean {
    if (strangers < maxStrangers || roomId !== null || rooms !== null) return false
    strangers = 0
    const own = findRooms(tx.db)
      .pluck()
      .all(accountId, maxNamedRooms + 1)
    if (own.length === 0 || own.length > maxNamedRooms) return false
    rooms = own
    return true
  }

  function hitOf({ messageId, createdAtMs, text, isMember }: Candidate): string | null {
    if (isMember === 0) {
      strangers += 1
      return null
    }
    if (beforeMs !== null && createdAtMs >= beforeMs) return null
    if (afterMs !== null && createdAtMs < afterMs) return null
    // The index says what may fit: the text says whether it does.
    const snippet = snippetOf(text, terms)
    const row = snippet === null ? undefined : findMessage(tx.db).get(messageId)
    return row === undefined ? null : encodeJson({ message: messageView(tx, row), ...snippet })
  }

  /** Whether it fits; where it does not, there is more than this page. */
  function take(hit: string): boolean {
    bytes += Buffer.byteLength(hit) + 1
    isFull = hits.length === limit || bytes > maxBytes
    if (!isFull) hits.push(hit)
    return !isFull
  }

  return { from }
}
