import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { copiesFolder, momentName } from '../db/copies.ts'
import { DatabaseError } from '../db/database-error.ts'
import { ensureDatabaseFile, syncToDisk } from '../db/files.ts'
import { readMigrations, refuseNewerSchema, schemaVersion } from '../db/migrations.ts'
import { openDatabase } from '../db/open.ts'
import { isBusy } from '../db/sqlite-failure.ts'
import { epoch, rotateEpoch } from '../place.ts'
import { BackupError } from './backup-error.ts'
import { makeBackup, spaceExplained } from './make-backup.ts'
import { clearStaging, type Staging, stageBackup, stagingOf } from './read-backup.ts'

export interface RestoreOptions {
  archivePath: string
  databasePath: string
  imagesDir: string
  product: string
  nowMs: number
  /** Nobody stays logged in: a session that was revoked after the backup would come back to life. */
  endSessions: boolean
  onProgress?: (files: number) => void
}

export interface Restored {
  schema: number
  epoch: string
  counts: { accounts: number; rooms: number; messages: number; pictures: number }
  /** What was there before; `null` where nothing was. */
  copyPath: string | null
}

const walEndings = ['-wal', '-shm', '-journal']
/** Longer than any command has the database open. */
const inUseTimeoutMs = 2_000

/**
 * Puts a backup in the place of the database, with a new epoch [P-33], and its pictures among those that are there. What
 * was there is kept first. The stack must not run. Until all of the backup is checked and laid out nothing is touched, and
 * the database is replaced by one rename. Throws `BackupError` or `DatabaseError`.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { databasePath, archivePath } = options
  const staging = stagingOf(options)
  releaseDatabase(databasePath)
  await clearStaging(staging)
  try {
    await stageBackup(archivePath, staging, (files) => options.onProgress?.(files))
    const restored = prepare(staging, options)
    const copyPath = await keepWhatIsThere(options)
    movePictures(staging, options.imagesDir)
    replaceDatabase(staging, databasePath)
    return { ...restored, copyPath }
  } catch (error) {
    throw spaceExplained(error, `what ${archivePath} holds`)
  } finally {
    await clearStaging(staging)
  }
}

/** Checks the staged database, and makes it another past. */
function prepare(staging: Staging, { endSessions, archivePath }: RestoreOptions): Omit<Restored, 'copyPath'> {
  const db = openStaged(staging, archivePath)
  try {
    if (db.pragma('integrity_check(1)', { simple: true }) !== 'ok')
      throw new BackupError(`The database in ${archivePath} is damaged.`)
    const schema = schemaVersion(db)
    refuseNewerSchema(schema, readMigrations().length, archivePath)
    rotateEpoch({ db })
    if (endSessions) db.exec('DELETE FROM sessions')
    const restored = { schema, epoch: epoch({ db }), counts: countsOf(db) }
    // One file, without a WAL beside it.
    db.pragma('journal_mode = DELETE')
    return restored
  } finally {
    db.close()
  }
}

/** It bears the right hash, and may be anything: whoever made the archive made its manifest, too. */
function openStaged({ database }: Staging, archivePath: string): Database {
  let db: Database | null = null
  try {
    db = openDatabase(database, 'write')
    // Throws where there is no such table, or no such row.
    epoch({ db })
    return db
  } catch (cause) {
    db?.close()
    const explained = spaceExplained(cause, `what ${archivePath} holds`)
    if (explained instanceof BackupError) throw explained
    throw new BackupError(`There is no database of ours in ${archivePath}.`, { cause })
  }
}

function countsOf(db: Database): Restored['counts'] {
  const count = (table: string) => db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  return {
    accounts: count('accounts'),
    rooms: count('rooms'),
    messages: count('messages'),
    pictures: count('images'),
  }
}

/** A whole backup where the database can be read; a damaged one is kept as it lies. */
async function keepWhatIsThere(options: RestoreOptions): Promise<string | null> {
  const { databasePath, imagesDir, product, nowMs } = options
  if (!existsSync(databasePath)) return null
  const base = path.join(copiesFolder(databasePath), `before-restore-${momentName(nowMs)}`)
  try {
    const { path: kept } = await makeBackup({
      databasePath,
      imagesDir,
      target: `${base}.tar`,
      product,
      nowMs,
    })
    return kept
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.fault === 'unreadable') throw error
    return keepFiles(databasePath, `${base}.db`)
  }
}

function keepFiles(databasePath: string, copyPath: string): string {
  mkdirSync(path.dirname(copyPath), { recursive: true, mode: 0o700 })
  for (const ending of ['', ...walEndings]) {
    if (!existsSync(databasePath + ending)) continue
    copyFileSync(databasePath + ending, copyPath + ending)
    chmodSync(copyPath + ending, 0o600)
    syncToDisk(copyPath + ending)
  }
  syncToDisk(path.dirname(copyPath))
  return copyPath
}

/** The same name is the same picture; those that the backup does not name are swept later. */
function movePictures({ pictures }: Staging, imagesDir: string): void {
  for (const name of readdirSync(pictures)) renameSync(path.join(pictures, name), path.join(imagesDir, name))
  syncToDisk(imagesDir)
}

/** A WAL that is left beside another database would be taken for its own, so it goes before. */
function replaceDatabase({ database }: Staging, databasePath: string): void {
  ensureDatabaseFile(databasePath)
  releaseDatabase(databasePath)
  for (const ending of walEndings) rmSync(databasePath + ending, { force: true })
  chmodSync(database, 0o600)
  syncToDisk(database)
  renameSync(database, databasePath)
  syncToDisk(path.dirname(databasePath))
}

/** Takes what the WAL holds into the database, which can only be done by who has it alone. */
function releaseDatabase(databasePath: string): void {
  if (!existsSync(databasePath)) return
  let db: Database | null = null
  try {
    db = new Sqlite(databasePath, { fileMustExist: true, timeout: inUseTimeoutMs })
    db.pragma('journal_mode = DELETE')
  } catch (error) {
    // One that is damaged is used by nobody, and is what a backup is restored for.
    if (isBusy(error))
      throw new DatabaseError('locked', `Another program uses ${databasePath}; end it first.`, {
        cause: error,
      })
    if (!(error instanceof Sqlite.SqliteError)) throw error
  } finally {
    db?.close()
  }
}
