import { randomBytes } from 'node:crypto'
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'

/** A file that takes up room which a full disk can be given back, for what has to work even then. */
export interface Ballast {
  /** As large as the disk allows, up to its size. Idempotent. */
  fill(): void
  /** Whether there was any. */
  release(): boolean
}

/** As much as the WAL takes before SQLite copies it back. */
const defaultBytes = 4 * 1024 * 1024
const chunkBytes = 64 * 1024

export function createBallast(databasePath: string, bytes = defaultBytes): Ballast {
  const file = `${databasePath}-ballast`

  function fill(): void {
    const present = sizeOf(file)
    if (present >= bytes) return
    try {
      append(file, bytes - present)
    } catch (error) {
      // What fits is what there is.
      if (!isOutOfSpace(error)) throw error
    }
  }

  function release(): boolean {
    const hadSome = sizeOf(file) > 0
    rmSync(file, { force: true })
    return hadSome
  }

  return { fill, release }
}

/** Random, since some file systems store nothing for zeros. */
function append(file: string, bytes: number): void {
  const descriptor = openSync(file, 'a', 0o600)
  try {
    for (let left = bytes; left > 0; ) left -= writeSync(descriptor, randomBytes(Math.min(left, chunkBytes)))
  } finally {
    closeSync(descriptor)
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}

/** Also on a disk that cannot be written to at all there is no ballast, and no harm in that. */
function isOutOfSpace(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes((error as NodeJS.ErrnoException).code ?? '')
}
