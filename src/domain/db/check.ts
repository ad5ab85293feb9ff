import { expectCurrentSchema } from './migrations.ts'
import { damaged, explained, openDatabase } from './open.ts'

/**
 * Reads the whole file (27 ms at 40 MB): a damaged database opens, and accepts inserts, until somebody looks.
 * To be called before the servers start. Throws `DatabaseError`.
 */
export function checkDatabase(databasePath: string): void {
  const db = openDatabase(databasePath, 'read')
  try {
    explained(databasePath, () => expectCurrentSchema(db, databasePath))
    if (!explained(databasePath, () => isSound(db))) throw damaged(databasePath)
  } finally {
    db.close()
  }
}

export function isSound(db: ReturnType<typeof openDatabase>): boolean {
  return db.pragma('quick_check(1)', { simple: true }) === 'ok'
}
