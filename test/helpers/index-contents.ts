import type { Database } from 'better-sqlite3'
import { type Indexed, indexedTokens } from '../../src/domain/search/tokens.ts'

/** What the search index holds, read from its own tables; and what it should hold. */

export function saidIn(db: Database): Indexed[] {
  return db
    .prepare<[], Indexed>(
      "SELECT id, room_id AS roomId, sender_id AS senderId, text FROM messages WHERE text <> '' ORDER BY id",
    )
    .all()
}

/** The index's own count of its rows begins its second record (the SQLite documentation of FTS5, "averages"). */
export function rowsCounted(db: Database): number {
  const block = db.prepare<[], Buffer>('SELECT block FROM search_index_data WHERE id = 1').pluck().get()
  let count = 0
  for (const byte of block ?? []) {
    count = count * 128 + (byte & 127)
    if (byte < 128) break
  }
  return count
}

/** Each word with each message that it is said in, as the index has them: two of a kind are two. */
export function pairsIn(db: Database): string[] {
  db.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, search_index, 'instance')")
  const rows = db.prepare<[], { term: string; doc: number }>('SELECT term, doc FROM temp.words').all()
  return rows.map(({ term, doc }) => `${doc} ${term}`).toSorted()
}

export function saidPairs(messages: readonly Indexed[]): string[] {
  const pairs = messages.flatMap((message) =>
    indexedTokens(message)
      .split(' ')
      .map((token) => `${message.id} ${token}`),
  )
  return pairs.toSorted()
}
