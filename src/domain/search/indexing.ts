import { statement } from '../db/statement.ts'
import type { Connection } from '../transaction.ts'
import {
  addToIndex,
  emptyIndex,
  isIndexDamage,
  type Left,
  leftAfter,
  type Progress,
  progressOf,
  setProgress,
} from './search-index.ts'
import { form, type Indexed } from './tokens.ts'

/** What a step left to do. */
export interface StepResult {
  /** New messages that are not indexed yet: what a search misses. */
  newLeft: number
  /** Whether there is anything else: edited and old messages, pieces of the index to be put together. */
  hasMore: boolean
  /** The index was found damaged, and was emptied. */
  wasDamaged: boolean
}

export interface StepBounds {
  maxMessages: number
  /** Of their texts together, in UTF-8, where a character is the longer the more tokens it makes; one message is always taken. */
  maxBytes: number
}

/** Of the index, to be put together in one step: some 1 to 5 ms of work. */
const mergedPages = 16

const columns = 'SELECT id, room_id AS roomId, sender_id AS senderId, text FROM messages'

const findNewer = statement<[id: number, limit: number], Indexed>(
  `${columns} WHERE id > ? ORDER BY id LIMIT ?`,
)

const findOlder = statement<[id: number, limit: number], Indexed>(
  `${columns} WHERE id < ? ORDER BY id DESC LIMIT ?`,
)

const findWaiting = statement<[limit: number], Indexed>(
  `${columns} WHERE id IN (SELECT message_id FROM search_waiting ORDER BY message_id LIMIT ?)`,
)

const removeWaiting = statement<[messageId: number]>('DELETE FROM search_waiting WHERE message_id = ?')
const begin = statement('BEGIN IMMEDIATE')
const commit = statement('COMMIT')
const rollback = statement('ROLLBACK')
const merge = statement<[pages: number]>("INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)")
const totalChanges = statement<[], number>('SELECT total_changes()')

/** Empties an index of another form; to be called when a process begins to index. */
export function beginIndexing(tx: Connection): void {
  transact(tx, () => {
    if (progressOf(tx).form !== form) emptyIndex(tx)
  })
}

/** Whether there are messages to index, also where another process wrote them. */
export function isBehind(tx: Connection): boolean {
  const progress = progressOf(tx)
  if (progress.form !== form) return false
  const { newLeft, hasMore } = leftAfter(tx, progress)
  return newLeft > 0 || hasMore
}

/**
 * Takes some messages into the index, in a transaction of its own: new ones first, then edited ones, then old ones back to the
 * first. It waits for no disk: what a power cut takes of the index, it takes together with the progress.
 */
export function indexStep(tx: Connection, bounds: StepBounds): StepResult {
  try {
    return withoutSync(tx, () => step(tx, bounds))
  } catch (error) {
    if (!isIndexDamage(error)) throw error
    transact(tx, () => emptyIndex(tx))
    return { newLeft: 0, hasMore: true, wasDamaged: true }
  }
}

function step(tx: Connection, bounds: StepBounds): StepResult {
  const left = transact(tx, () => {
    const progress = progressOf(tx)
    return progress.form === form ? indexSome(tx, progress, bounds) : null
  })
  // A newer program has taken over.
  if (left === null) return { newLeft: 0, hasMore: false, wasDamaged: false }
  const isMerging = mergeSome(tx)
  return { ...left, hasMore: left.hasMore || isMerging, wasDamaged: false }
}

function indexSome(tx: Connection, progress: Progress, bounds: StepBounds): Left {
  const budget = { ...bounds }
  const { oldestId, newestId } = progress
  const newer = within(budget, findNewer(tx.db).all(newestId, budget.maxMessages))
  for (const message of newer) addToIndex(tx, message)
  const waiting = within(budget, findWaiting(tx.db).all(budget.maxMessages))
  for (const message of waiting) {
    addToIndex(tx, message)
    removeWaiting(tx.db).run(message.id)
  }
  const candidates = findOlder(tx.db).all(oldestId, budget.maxMessages)
  const older = within(budget, candidates)
  // FTS5 wants them in the order of their ids.
  for (const message of older.toReversed()) addToIndex(tx, message)
  const after = {
    newestId: newer.at(-1)?.id ?? newestId,
    oldestId: budget.maxMessages > 0 && candidates.length === 0 ? 1 : (older.at(-1)?.id ?? oldestId),
  }
  setProgress(tx, after)
  return leftAfter(tx, after)
}

/** As many as there is budget for, which is spent; of a fresh budget one at least. */
function within(budget: StepBounds, messages: readonly Indexed[]): Indexed[] {
  const taken: Indexed[] = []
  for (const message of messages) {
    if (budget.maxMessages <= 0 || budget.maxBytes <= 0) break
    budget.maxMessages -= 1
    budget.maxBytes -= Buffer.byteLength(message.text)
    taken.push(message)
  }
  if (budget.maxBytes <= 0) budget.maxMessages = 0
  return taken
}

/** Whether there may be more to put together. */
function mergeSome(tx: Connection): boolean {
  const before = totalChanges(tx.db).pluck().get() ?? 0
  merge(tx.db).run(mergedPages)
  // Where nothing was to be done, one row was written all the same (the SQLite documentation of FTS5, 6.9).
  return (totalChanges(tx.db).pluck().get() ?? 0) - before >= 2
}

function transact<T>(tx: Connection, work: () => T): T {
  begin(tx.db).run()
  try {
    const result = work()
    commit(tx.db).run()
    return result
  } finally {
    if (tx.db.inTransaction) rollback(tx.db).run()
  }
}

/** The next commit of messages syncs these pages together with its own, which come behind them. */
function withoutSync<T>(tx: Connection, work: () => T): T {
  tx.db.pragma('synchronous = NORMAL')
  try {
    return work()
  } finally {
    tx.db.pragma('synchronous = FULL')
  }
}
