import { statement } from './db/statement.ts'
import type { QueryResult } from './queries.ts'
import type { Connection, Transaction } from './transaction.ts'

const findMeta = statement<[key: string], { value: string }>('SELECT value FROM meta WHERE key = ?')

const updateMeta = statement<[value: string, key: string]>('UPDATE meta SET value = ? WHERE key = ?')

const replaceEpoch = statement("UPDATE meta SET value = lower(hex(randomblob(16))) WHERE key = 'epoch'")

const findOwner = statement<[], { id: number }>(
  "SELECT id FROM accounts WHERE role = 'owner' AND removed_at_ms IS NULL LIMIT 1",
)

export function place(tx: Transaction): QueryResult<'place'> {
  return { claimed: isClaimed(tx), placeName: placeName(tx), epoch: epoch(tx) }
}

/** Whether somebody owns the place; one who is disabled still does. */
export function isClaimed(tx: Transaction): boolean {
  return findOwner(tx.db).get() !== undefined
}

/** Made with the database, and anew when a backup is restored [P-33]. */
export function epoch(tx: Connection): string {
  return meta(tx, 'epoch')
}

/** [P-33] What clients know is of another past: they begin anew. */
export function rotateEpoch(tx: Connection): void {
  replaceEpoch(tx.db).run()
}

export function placeName(tx: Connection): string {
  return meta(tx, 'place_name')
}

export function renamePlace(tx: Transaction, name: string): void {
  updateMeta(tx.db).run(name, 'place_name')
}

function meta(tx: Connection, key: 'epoch' | 'place_name'): string {
  const row = findMeta(tx.db).get(key)
  if (row === undefined) throw new Error(`The database has no ${key}.`)
  return row.value
}
