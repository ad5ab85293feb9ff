import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Database } from 'better-sqlite3'
import { ensurePrivateFile } from './files.ts'

const keptCopies = 5

/** The database as it is, in `copies/` beside it, on the disk when this returns; the newest five are kept. */
export function keepCopy(db: Database, databasePath: string, at: { version: number; nowMs: number }): string {
  const folder = path.join(path.dirname(databasePath), 'copies')
  const base = path.parse(databasePath).name
  const moment = new Date(at.nowMs).toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const copyPath = path.join(folder, `${base}-v${at.version}-${moment}.db`)
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

function syncToDisk(file: string): void {
  const descriptor = openSync(file, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** By the moment in the name: copying a copy elsewhere and back changes its dates. */
function removeOldest(folder: string, base: string): void {
  const copies = readdirSync(folder)
    .filter((file) => file.startsWith(`${base}-v`) && /-v\d+-\d{8}T\d{6}Z\.db$/.test(file))
    .toSorted((a, b) => a.slice(-19).localeCompare(b.slice(-19)))
  for (const file of copies.slice(0, -keptCopies)) rmSync(path.join(folder, file))
}
