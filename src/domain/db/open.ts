import { accessSync, constants, existsSync, statSync } from 'node:fs'
import path from 'node:path'
import Sqlite, { type Database } from 'better-sqlite3'
import { DatabaseError } from './database-error.ts'
import { ensureDatabaseFile, refuseNetworkFileSystem } from './files.ts'

/** Before this version SQLite could lose commits of one connection when another reset the WAL. */
const oldestSqlite = [3, 51, 3] as const

/** Opening may have to wait until another process has recovered the WAL of a crash, or switched a new file to WAL. */
const openTimeoutMs = 5_000
/** Later SQLite waits so long for the lock to write; longer waits are the caller's, between tries. */
const writeTimeoutMs = 20

/**
 * `write` expects the file, `create` makes it where it is missing (migrations alone do), `read` cannot change it.
 * Throws `DatabaseError`.
 */
export function openDatabase(databasePath: string, mode: 'write' | 'create' | 'read'): Database {
  if (mode === 'create') ensureDatabaseFile(databasePath)
  else expectFile(databasePath)
  return explained(databasePath, () => {
    const db = new Sqlite(databasePath, {
      fileMustExist: true,
      readonly: mode === 'read',
      timeout: openTimeoutMs,
    })
    try {
      expectSqliteVersion(db)
      configure(db, mode)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

/** Runs `use`, turning what SQLite says of an unusable file into a `DatabaseError` with the next step in it. */
export function explained<T>(databasePath: string, use: () => T): T {
  try {
    return use()
  } catch (error) {
    throw explain(databasePath, error)
  }
}

function expectFile(databasePath: string): void {
  if (!existsSync(databasePath)) {
    throw new DatabaseError(
      'missing',
      `There is no database at ${databasePath}; "chat-stack migrate" makes it. Check database.path if there should be one.`,
    )
  }
  if (!statSync(databasePath).isFile()) throw notADatabase(databasePath)
  refuseNetworkFileSystem(path.dirname(databasePath))
}

function expectSqliteVersion(db: Database): void {
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? ''
  const parts = version.split('.').map(Number)
  const difference = oldestSqlite
    .map((wanted, place) => (parts[place] ?? 0) - wanted)
    .find((part) => part !== 0)
  if ((difference ?? 0) >= 0) return
  throw new DatabaseError(
    'sqlite_unsuitable',
    `Expected SQLite ${oldestSqlite.join('.')} or newer, got ${version}: older ones can lose commits. Install the dependencies again.`,
  )
}

/** Every setting that durability rests on is read back: SQLite ignores what it cannot do. */
function configure(db: Database, mode: 'write' | 'create' | 'read'): void {
  // The first page is read here, so that a damaged or foreign file is refused now.
  db.pragma('user_version')
  db.pragma('temp_store = MEMORY')
  if (mode === 'read') return
  db.pragma('journal_mode = WAL')
  // The build's default is NORMAL for a WAL database, which loses acknowledged commits in a power cut.
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  // What is deleted is overwritten, in pages that become free too (decision 016).
  db.pragma('secure_delete = ON')
  expectSetting(db, 'journal_mode', 'wal')
  expectSetting(db, 'synchronous', 2)
  expectSetting(db, 'foreign_keys', 1)
  expectSetting(db, 'secure_delete', 1)
  if (mode === 'write') db.pragma(`busy_timeout = ${writeTimeoutMs}`)
}

function expectSetting(db: Database, name: string, expected: string | number): void {
  const actual: unknown = db.pragma(name, { simple: true })
  if (actual === expected) return
  throw new DatabaseError(
    'sqlite_unsuitable',
    `Expected SQLite to run with ${name} = ${expected}, got ${String(actual)}; the file system or the build does not allow it.`,
  )
}

function explain(databasePath: string, error: unknown): unknown {
  if (!(error instanceof Sqlite.SqliteError)) return error
  const { code } = error
  const cause = { cause: error }
  if (code === 'SQLITE_NOTADB') return notADatabase(databasePath, cause)
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(databasePath, cause)
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code === 'SQLITE_PERM') {
    return new DatabaseError('no_permission', permissionMessage(databasePath), cause)
  }
  if (code.startsWith('SQLITE_BUSY')) {
    return new DatabaseError(
      'locked',
      `Another program keeps ${databasePath} locked; try again when it is done.`,
      cause,
    )
  }
  if (code.startsWith('SQLITE_IOERR') || code === 'SQLITE_FULL') {
    return new DatabaseError(
      'unreadable',
      `${databasePath} cannot be read or written (${code}): ${error.message}. Check the disk and the space on it.`,
      cause,
    )
  }
  return error
}

function notADatabase(databasePath: string, options?: { cause?: unknown }): DatabaseError {
  return new DatabaseError(
    'not_a_database',
    `${databasePath} is not a chat-stack database; check database.path.`,
    options,
  )
}

export function damaged(databasePath: string, options?: { cause?: unknown }): DatabaseError {
  const copies = path.join(path.dirname(databasePath), 'copies')
  return new DatabaseError(
    'damaged',
    `The database ${databasePath} is damaged. Stop chat-stack, and run "chat-stack restore" with the newest good backup; ` +
      `copies made before migrations are in ${copies}.`,
    options,
  )
}

function permissionMessage(databasePath: string): string {
  const folder = path.dirname(databasePath)
  const blocked = isWritable(databasePath) ? `its folder ${folder}` : databasePath
  return `This user may not read and write ${blocked}; change its owner, or database.path.`
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK | constants.W_OK)
    return true
  } catch {
    return false
  }
}
