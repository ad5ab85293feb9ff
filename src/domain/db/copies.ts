import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { ensurePrivateFile, syncToDisk } from './files.ts'

const keptCopies = 5

/** Where what is about to be changed for good is kept first. */
export function copiesFolder(databasePath: string): string {
  return path.join(path.dirname(databasePath), 'copies')
}

/** A moment as file names have it, in UTC: `20260131T235959Z`. */
export function momentName(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:]|\.\d+/g, '')
}

/** The database as it is, in `copies/` beside it, on the disk when this returns; the newest five are kept. */
export function keepCopy(db: Database, databasePath: string, at: { version: number; nowMs: number }): string {
  const folder = copiesFolder(databasePath)
  const base = path.parse(databasePath).name
  const copyPath = path.join(folder, `${base}-v${at.version}-${momentName(at.nowMs)}.db`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What a crash left under this name is half a copy.
  rmSync(copyPath, { force: true })
  ensurePrivateFile(copyPath)
  try {
    db.prepare('VACUUM INTO ?').run(copyPath)
  } catch (error) {
    rmSync(copyPath, { force: true })
    throw error
  }
  syncToDisk(copyPath)
  syncToDisk(folder)
  removeOldest(folder, base)
  return copyPath
}

/** By the moment in the name: copying a copy elsewhere and back changes its dates. */
function removeOldest(folder: string, base: string): void {
  const copies = readdirSync(folder)
    .filter((file) => file.startsWith(`${base}-v`) && /-v\d+-\d{8}T\d{6}Z\.db$/.test(file))
    .toSorted((a, b) => a.slice(-19).localeCompare(b.slice(-19)))
  for (const file of copies.slice(0, -keptCopies)) rmSync(path.join(folder, file))
}
