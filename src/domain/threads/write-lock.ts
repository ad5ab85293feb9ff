import type { Database } from 'better-sqlite3'
import { isBusy } from '../db/sqlite-failure.ts'
import { statement } from '../db/statement.ts'

/** Short, and not the same for all who wait: SQLite's own backoff lets one process starve the others. */
const retryMs = 2

const beginImmediate = statement('BEGIN IMMEDIATE')

/** Begins a transaction that may write. At the deadline SQLite's own refusal is thrown. */
export function waitForLock(db: Database, deadlineMs: number): void {
  const deadline = performance.now() + deadlineMs
  while (!tryLock(db)) {
    if (performance.now() > deadline) return void beginImmediate(db).run()
    pause(retryMs * (0.5 + Math.random()))
  }
}

/** Begins a transaction that may write, unless another connection has one. */
export function tryLock(db: Database): boolean {
  try {
    beginImmediate(db).run()
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
