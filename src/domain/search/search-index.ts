import Sqlite from 'better-sqlite3'
import { statement } from '../db/statement.ts'
import type { Connection } from '../transaction.ts'
import { form, type Indexed, indexedTokens } from './tokens.ts'

/** How far the index is: it knows the messages from `oldestId` to `newestId`, except those that wait to be indexed anew. */
export interface Progress {
  form: string
  oldestId: number
  newestId: number
}

/** What the index does not know yet: so many new messages, and whether there are old or edited ones. */
export interface Left {
  newLeft: number
  hasMore: boolean
}

const findProgress = statement<[], Progress>(
  'SELECT form, oldest_id AS oldestId, newest_id AS newestId FROM search_progress',
)

const saveProgress = statement<[form: string, oldestId: number, newestId: number]>(
  'UPDATE search_progress SET form = ?, oldest_id = ?, newest_id = ?',
)

const insertTokens = statement<[messageId: number, tokens: string]>(
  'INSERT INTO search_index (rowid, tokens) VALUES (?, ?)',
)

/** FTS5 cannot know what it holds of a message, and is told it once more. */
const deleteTokens = statement<[messageId: number, tokens: string]>(
  "INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', ?, ?)",
)

const deleteAll = statement("INSERT INTO search_index (search_index) VALUES ('delete-all')")

const findLastId = statement<[], number>('SELECT coalesce(max(id), 0) FROM messages')

const addWaiting = statement<[messageId: number]>(
  'INSERT INTO search_waiting (message_id) VALUES (?) ON CONFLICT DO NOTHING',
)

const removeWaiting = statement<[messageId: number]>('DELETE FROM search_waiting WHERE message_id = ?')

const hasWaiting = statement<[], number>('SELECT EXISTS (SELECT 1 FROM search_waiting)')

const forgetWaiting = statement('DELETE FROM search_waiting')

export function progressOf(tx: Connection): Progress {
  const progress = findProgress(tx.db).get()
  if (progress === undefined) throw new Error('The database has no search_progress.')
  return progress
}

export function setProgress(tx: Connection, { oldestId, newestId }: Omit<Progress, 'form'>): void {
  saveProgress(tx.db).run(form, oldestId, newestId)
}

export function leftAfter(tx: Connection, { oldestId, newestId }: Omit<Progress, 'form'>): Left {
  const hasMore = oldestId > 1 || hasWaiting(tx.db).pluck().get() === 1
  return { newLeft: lastMessageId(tx) - newestId, hasMore }
}

function lastMessageId(tx: Connection): number {
  return findLastId(tx.db).pluck().get() ?? 0
}

/** A message without words is not in the index. */
export function addToIndex(tx: Connection, message: Indexed): void {
  if (message.text !== '') insertTokens(tx.db).run(message.id, indexedTokens(message))
}

/**
 * To be called in the transaction that takes a message's words away, with those words: they leave the index with the message
 * [P-24]. `isReplaced`: it has other words now, which are to be indexed.
 */
export function forgetWords(tx: Connection, message: Indexed & { isReplaced: boolean }): void {
  const { oldestId, newestId } = progressOf(tx)
  const { id, isReplaced, text } = message
  if (id < oldestId || id > newestId) return
  const wasWaiting = removeWaiting(tx.db).run(id).changes > 0
  if (!wasWaiting && text !== '') mended(tx, () => deleteTokens(tx.db).run(id, indexedTokens(message)))
  if (isReplaced) addWaiting(tx.db).run(id)
}

/** Empties the index: all messages are indexed again, the newest first. */
export function emptyIndex(tx: Connection): void {
  const lastId = lastMessageId(tx)
  deleteAll(tx.db).run()
  forgetWaiting(tx.db).run()
  setProgress(tx, { oldestId: lastId + 1, newestId: lastId })
}

/** An index that is damaged is no reason to keep a message: it is emptied, and made anew from what there is. */
export function mended(tx: Connection, change: () => unknown): void {
  try {
    change()
  } catch (error) {
    if (!isIndexDamage(error)) throw error
    emptyIndex(tx)
  }
}

/** Damage of a virtual table, of which the index is the only one. */
export function isIndexDamage(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && error.code === 'SQLITE_CORRUPT_VTAB'
}
