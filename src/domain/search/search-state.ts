import { statement } from '../db/statement.ts'
import type { QueryResult } from '../queries.ts'
import type { Connection } from '../transaction.ts'
import { emptyIndex, progressOf } from './search-index.ts'

const countMessages = statement<[], number>('SELECT count(*) FROM messages')
const countNewer = statement<[id: number], number>('SELECT count(*) FROM messages WHERE id > ?')
const countOlder = statement<[id: number], number>('SELECT count(*) FROM messages WHERE id < ?')
const countWaiting = statement<[], number>('SELECT count(*) FROM search_waiting')

export function searchState(tx: Connection): QueryResult<'search_state'> {
  const { oldestId, newestId } = progressOf(tx)
  const count = (rows: number | undefined) => rows ?? 0
  return {
    messages: count(countMessages(tx.db).pluck().get()),
    newLeft: count(countNewer(tx.db).pluck().get(newestId)) + count(countWaiting(tx.db).pluck().get()),
    oldLeft: count(countOlder(tx.db).pluck().get(oldestId)),
  }
}

export function rebuildSearch(tx: Connection): null {
  emptyIndex(tx)
  return null
}
