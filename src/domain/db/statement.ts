import type { Database, Statement } from 'better-sqlite3'

/**
 * SQL beside the function that uses it, prepared once for each connection, when it is first needed.
 *
 * In a join, and behind LIMIT, a value is bound as `+?`: SQLite plans such a statement anew for each value of a bare `?`
 * (10 µs against 1). The plus, which does nothing else, hides the value from the planner.
 */
export function statement<Parameters extends unknown[], Row = unknown>(
  sql: string,
): (db: Database) => Statement<Parameters, Row> {
  const prepared = new WeakMap<Database, Statement<Parameters, Row>>()
  return (db) => {
    const known = prepared.get(db)
    if (known !== undefined) return known
    const fresh = db.prepare<Parameters, Row>(sql)
    prepared.set(db, fresh)
    return fresh
  }
}
