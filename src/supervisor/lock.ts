import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import type { RunDirectory } from './run-directory.ts'

/** Whoever only asks whether the lock is held holds it for a moment; a start waits for that. */
const askerTimeoutMs = 250

export interface Lock {
  /** The supervisor before this one did not end by itself, so its children may still be on their way out. */
  readonly followsCrash: boolean
  /** Idempotent. */
  release(): void
}

/**
 * Makes sure that one supervisor runs a stack. The kernel drops the lock with the process, so that a crash cannot
 * leave it behind (decision 041). Throws an ExitError (75) where another one holds it.
 */
export function acquireLock({ lockFile, pidFile }: RunDirectory): Lock {
  const database = lock(lockFile, { timeoutMs: askerTimeoutMs })
  const pid = readPid(pidFile)
  if (database === null) throw alreadyRunning(pid)
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 })

  function release(): void {
    if (!database?.open) return
    rmSync(pidFile, { force: true })
    database.close()
  }

  return { followsCrash: pid !== null, release }
}

/** Whether a supervisor runs here. Its folder need not exist. */
export function isLocked({ lockFile }: RunDirectory): boolean {
  try {
    const database = lock(lockFile, { mustExist: true, timeoutMs: 0 })
    database?.close()
    return database === null
  } catch {
    return false
  }
}

/** The supervisor's process, for messages only: the lock is the truth. */
export function readPid(pidFile: string): number | null {
  try {
    return Number.parseInt(readFileSync(pidFile, 'utf8'), 10) || null
  } catch {
    return null
  }
}

/** An open database whose exclusive lock is ours, or `null` where it is somebody else's. */
function lock(
  file: string,
  { mustExist = false, timeoutMs }: { mustExist?: boolean; timeoutMs: number },
): Database.Database | null {
  const database = new Database(file, { fileMustExist: mustExist, timeout: timeoutMs })
  try {
    // Nothing is ever written: no journal need be left beside it by a crash.
    database.pragma('journal_mode = memory')
    database.exec('BEGIN EXCLUSIVE')
    return database
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return null
    throw error
  }
}

function alreadyRunning(pid: number | null): ExitError {
  const who = pid === null ? '' : ` (pid ${pid})`
  return new ExitError(exitCodes.alreadyRunning, `chat-stack runs already${who}.`, {
    next: 'chat-stack status shows it, chat-stack stop ends it.',
  })
}
