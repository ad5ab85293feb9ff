import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import Sqlite, { type Database } from 'better-sqlite3'
import { type Clock, systemClock } from '../../platform/clock.ts'
import { isSound } from './check.ts'
import { keepCopy } from './copies.ts'
import { DatabaseError } from './database-error.ts'
import { ensureDatabaseFile } from './files.ts'
import { type Migration, readMigrations, refuseNewerSchema, schemaVersion } from './migrations.ts'
import { damaged, explained, openDatabase } from './open.ts'

const lockRetryMs = 25
/** Long enough for another starter to copy and migrate a large database. */
const lockDeadlineMs = 120_000

export interface MigrateOptions {
  /** Says what would be done, and changes nothing. */
  dryRun?: boolean
  clock?: Clock
  /** Elsewhere in tests alone. */
  folder?: string
}

export interface MigrationResult {
  from: number
  to: number
  applied: { version: number; name: string }[]
  /** Where the database as it was is kept; `null` where nothing was there or nothing was to do. */
  copyPath: string | null
}

export interface MigrationStatus {
  exists: boolean
  current: number
  latest: number
  pending: { version: number; name: string }[]
}

/**
 * Brings the database to this program's schema, making it where there is none. Idempotent; of several at once one does
 * the work and the others find it done. Each migration is one transaction, its number included, so a crash leaves the
 * schema before or after it. Throws `DatabaseError`.
 */
export async function migrate(databasePath: string, options: MigrateOptions = {}): Promise<MigrationResult> {
  const status = migrationStatus(databasePath, options.folder)
  if (options.dryRun === true) return planned(status)
  ensureDatabaseFile(databasePath)
  const unlock = await lock(databasePath, options.clock ?? systemClock)
  try {
    return explained(databasePath, () => bringUp(databasePath, options))
  } finally {
    unlock()
  }
}

/** Throws `DatabaseError` where the file cannot be read, or is newer than this program. */
export function migrationStatus(databasePath: string, folder?: string): MigrationStatus {
  const migrations = readMigrations(folder)
  const exists = existsSync(databasePath)
  const current = exists ? readVersion(databasePath) : 0
  refuseNewerSchema(current, migrations.length, databasePath)
  const pending = migrations.slice(current).map(({ version, name }) => ({ version, name }))
  return { exists, current, latest: migrations.length, pending }
}

function readVersion(databasePath: string): number {
  const db = openDatabase(databasePath, 'read')
  try {
    return explained(databasePath, () => schemaVersion(db))
  } finally {
    db.close()
  }
}

function planned(status: MigrationStatus): MigrationResult {
  return { from: status.current, to: status.latest, applied: status.pending, copyPath: null }
}

/**
 * One migrator at a time, across processes: an exclusive transaction on a file of its own, which the kernel ends with
 * the process. (VACUUM INTO, for the copy, cannot run inside a transaction on the database itself.)
 */
async function lock(databasePath: string, clock: Clock): Promise<() => void> {
  const lockPath = `${databasePath}.migrate-lock`
  const deadline = clock.monotonicMs() + lockDeadlineMs
  ensureDatabaseFile(lockPath)
  const holder = new Sqlite(lockPath, { timeout: 0 })
  while (!tryLock(holder)) {
    if (clock.monotonicMs() > deadline) {
      holder.close()
      throw new DatabaseError(
        'locked',
        `Another program has been migrating ${databasePath} for ${lockDeadlineMs} ms.`,
      )
    }
    await wait(lockRetryMs)
  }
  return () => holder.close()
}

function tryLock(holder: Database): boolean {
  try {
    holder.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return false
    throw error
  }
}

function bringUp(databasePath: string, options: MigrateOptions): MigrationResult {
  const migrations = readMigrations(options.folder)
  const db = openDatabase(databasePath, 'create')
  try {
    const from = schemaVersion(db)
    refuseNewerSchema(from, migrations.length, databasePath)
    const pending = migrations.slice(from)
    const copyPath = pending.length > 0 && from > 0 ? copyOf(db, databasePath, from, options) : null
    for (const migration of pending) apply(db, migration)
    const applied = pending.map(({ version, name }) => ({ version, name }))
    return { from, to: migrations.length, applied, copyPath }
  } finally {
    db.close()
  }
}

function copyOf(db: Database, databasePath: string, from: number, options: MigrateOptions): string {
  if (!isSound(db)) throw damaged(databasePath)
  return keepCopy(db, databasePath, { version: from, nowMs: (options.clock ?? systemClock).nowMs() })
}

/** Foreign keys are off while tables are rebuilt, and checked before COMMIT. */
function apply(db: Database, migration: Migration): void {
  db.pragma('foreign_keys = OFF')
  db.exec('BEGIN IMMEDIATE')
  try {
    db.exec(migration.sql)
    const broken = db.pragma('foreign_key_check') as unknown[]
    if (broken.length > 0)
      throw new Error(`Migration ${migration.version} breaks ${broken.length} references.`)
    db.pragma(`user_version = ${migration.version}`)
    db.exec('COMMIT')
  } finally {
    if (db.inTransaction) db.exec('ROLLBACK')
    db.pragma('foreign_keys = ON')
  }
}
