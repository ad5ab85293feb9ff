import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { codeFolder } from '../../platform/package.ts'
import { DatabaseError } from './database-error.ts'

/** Numbered SQL files. */
export const migrationsFolder = path.join(codeFolder(), 'domain', 'migrations')

export interface Migration {
  version: number
  /** As the file is called, without its number and ending. */
  name: string
  sql: string
}

/** In order; throws where the numbers are not 1, 2, 3 … */
export function readMigrations(folder = migrationsFolder): Migration[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'))
  return files.toSorted().map((file, index) => {
    const [, number, name] = /^(\d{3})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
    if (number === undefined || name === undefined || Number(number) !== index + 1) {
      throw new Error(`Expected migration ${index + 1} to be called NNN-what-it-does.sql, got "${file}".`)
    }
    return { version: index + 1, name, sql: readFileSync(path.join(folder, file), 'utf8') }
  })
}

export function schemaVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number
}

/** The version that this program works with; throws `DatabaseError` for an older or newer one. */
export function expectCurrentSchema(db: Database, databasePath: string): number {
  const version = schemaVersion(db)
  const latest = readMigrations().length
  refuseNewerSchema(version, latest, databasePath)
  if (version === latest) return version
  throw new DatabaseError(
    'schema_older',
    `The database ${databasePath} has schema ${version}, this program needs ${latest}; run "chat-stack migrate".`,
  )
}

export function refuseNewerSchema(version: number, latest: number, databasePath: string): void {
  if (version <= latest) return
  throw new DatabaseError(
    'schema_newer',
    `The database ${databasePath} has schema ${version}, this program knows ${latest}: a newer chat-stack wrote it. ` +
      'Use that one, or put back the copy that was made before it migrated.',
  )
}
