import type { Database } from 'better-sqlite3'
import { expectCurrentSchema } from './migrations.ts'
import { damaged, explained, openDatabase } from './open.ts'

/**
 * Reads the whole file (27 ms at 40 MB): a damaged database opens, and accepts inserts, until somebody looks.
 * To be called before the servers start. Throws `DatabaseError`; a search index that is damaged is no reason to, since it is
 * made of the messages.
 */
export function checkDatabase(databasePath: string): { isSearchIndexSound: boolean } {
  const db = openDatabase(databasePath, 'read')
  try {
    explained(databasePath, () => expectCurrentSchema(db, databasePath))
    const faults = explained(databasePath, () => faultsOf(db))
    if (!faults.every(isOfSearchIndex)) throw damaged(databasePath)
    return { isSearchIndexSound: faults.length === 0 }
  } finally {
    db.close()
  }
}

export function isSound(db: Database): boolean {
  return faultsOf(db).every(isOfSearchIndex)
}

/** The index has one line, whatever is wrong with it, so two are enough to know of another fault. */
function faultsOf(db: Database): string[] {
  const lines = db.pragma('quick_check(2)') as { quick_check: string }[]
  return lines.map((line) => line.quick_check).filter((line) => line !== 'ok')
}

/** As FTS5 words it: where its own pages are not what they should be, and where they do not fit together. */
function isOfSearchIndex(fault: string): boolean {
  return /^fts5: .*"search_index"|\bFTS5 table main\.search_index\b/.test(fault)
}
