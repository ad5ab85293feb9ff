import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { DatabaseError } from '../db/database-error.ts'
import { ensurePrivateFile, syncToDisk } from '../db/files.ts'
import { readMigrations, refuseNewerSchema, schemaVersion } from '../db/migrations.ts'
import { damaged, explained, openDatabase } from '../db/open.ts'
import { type ArchiveWriter, createArchiveWriter } from './archive-writer.ts'
import { BackupError } from './backup-error.ts'
import { databaseMember, type Manifest, manifestMember, picturesFolder } from './manifest.ts'

export interface BackupOptions {
  databasePath: string
  imagesDir: string
  /** The archive to be made. What is there already is not replaced. */
  target: string
  product: string
  nowMs: number
  signal?: AbortSignal
  /** Pictures that are in, of all. */
  onProgress?: (done: number, total: number) => void
}

export interface BackupMade {
  path: string
  bytes: number
  schema: number
  pictures: number
  /** Named by the database, without a file. */
  missing: number
}

/**
 * The database as it is at one moment, and the pictures that it names, in one archive that only its owner can read.
 * Whoever writes meanwhile is not held up. It has its name only when all of it is on the disk; otherwise nothing is left.
 * Throws `BackupError` or `DatabaseError`.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupMade> {
  const { target } = options
  const parts = { database: `${target}.db.part`, archive: `${target}.part` }
  if (existsSync(target)) throw new BackupError(`${target} is there already.`)
  try {
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
    await removeAll(parts)
    const copy = copyDatabase(options.databasePath, parts.database)
    const made = await writeArchive(options, copy, parts)
    await rename(parts.archive, target)
    syncToDisk(path.dirname(target))
    return { path: target, schema: copy.schema, ...made }
  } catch (error) {
    throw spaceExplained(error, target)
  } finally {
    await removeAll(parts)
  }
}

interface DatabaseCopy {
  schema: number
  /** Of the pictures and their thumbnails. */
  filenames: string[]
}

/** A moment's consistent copy, which was read from end to end. */
function copyDatabase(databasePath: string, copyPath: string): DatabaseCopy {
  ensurePrivateFile(copyPath)
  const db = openDatabase(databasePath, 'read')
  try {
    explained(databasePath, () => {
      refuseNewerSchema(schemaVersion(db), readMigrations().length, databasePath)
      // The archive will be synced; the copy that goes into it need not be.
      db.pragma('synchronous = OFF')
      db.prepare('VACUUM INTO ?').run(copyPath)
    })
  } finally {
    db.close()
  }
  const copy = openDatabase(copyPath, 'read')
  try {
    return explained(databasePath, () => checkedCopy(copy, databasePath))
  } finally {
    copy.close()
  }
}

function checkedCopy(copy: Database, databasePath: string): DatabaseCopy {
  if (copy.pragma('integrity_check(1)', { simple: true }) !== 'ok') throw damaged(databasePath)
  const schema = schemaVersion(copy)
  if (schema === 0)
    throw new DatabaseError('not_a_database', `${databasePath} is empty; there is nothing to keep.`)
  const filenames = copy
    .prepare<[], string>('SELECT filename FROM images UNION ALL SELECT thumb_filename FROM images')
    .pluck()
    .all()
  return { schema, filenames }
}

async function writeArchive(
  options: BackupOptions,
  { schema, filenames }: DatabaseCopy,
  parts: { database: string; archive: string },
): Promise<{ bytes: number; pictures: number; missing: number }> {
  const handle = await open(parts.archive, 'wx', 0o600)
  try {
    const archive = createArchiveWriter(handle, options.nowMs)
    const database = await archive.addFile(databaseMember, parts.database)
    if (database === null) throw new BackupError(`${parts.database} was removed by somebody.`)
    // Their files are never changed, and go only after their rows: what is named now and gone was deleted meanwhile.
    const { pictures, missing } = await addPictures(archive, filenames, options)
    const manifest: Manifest = {
      ...{ format: 'chat-stack-backup-1', product: options.product, made_ts: options.nowMs },
      ...{ schema, database, pictures, missing },
    }
    await archive.addText(manifestMember, JSON.stringify(manifest))
    await archive.finish()
    return { bytes: (await handle.stat()).size, pictures: pictures.length, missing: missing.length }
  } finally {
    await handle.close()
  }
}

async function addPictures(
  archive: ArchiveWriter,
  filenames: readonly string[],
  { imagesDir, signal, onProgress }: BackupOptions,
): Promise<Pick<Manifest, 'pictures' | 'missing'>> {
  const pictures: Manifest['pictures'] = []
  const missing: string[] = []
  for (const [index, name] of filenames.entries()) {
    signal?.throwIfAborted()
    const digest = await archive.addFile(picturesFolder + name, path.join(imagesDir, name))
    if (digest === null) missing.push(name)
    else pictures.push({ name, ...digest })
    onProgress?.(index + 1, filenames.length)
  }
  return { pictures, missing }
}

async function removeAll(parts: Readonly<Record<string, string>>): Promise<void> {
  // SQLite puts its own files beside a database that it opens.
  for (const part of Object.values(parts)) {
    for (const ending of ['', '-wal', '-shm', '-journal']) await rm(part + ending, { force: true })
  }
}

/** The same for the file system's refusal and SQLite's. */
export function spaceExplained(error: unknown, where: string): unknown {
  const { code, cause } = error as { code?: string; cause?: unknown }
  const { code: causeCode } = (cause ?? {}) as { code?: string }
  const isFull =
    code === 'ENOSPC' || code === 'EDQUOT' || code === 'SQLITE_FULL' || causeCode === 'SQLITE_FULL'
  if (!isFull) return error
  return new BackupError(`The disk has no room for ${where}; nothing was kept of it.`, { cause: error })
}
