import type { Database } from 'better-sqlite3'
import { runCommand } from '../command-handlers.ts'
import { isBusy, isStorageFailure, refusalOf } from '../db/sqlite-failure.ts'
import { statement } from '../db/statement.ts'
import { eventsAfter, lastGid } from '../event-rows.ts'
import { areSessionsExpired, expireSessions } from '../session-ends.ts'
import { snapshotOf } from '../snapshots.ts'
import type { StoredEvent } from '../store.ts'
import type { SessionLimits, Transaction } from '../transaction.ts'
import { failure, type Outcome } from './outcome.ts'
import type { BatchResult, PostedCommand } from './postings.ts'

export interface GroupCommit {
  /** All of it in one transaction; each command is undone alone where it is refused. */
  run(batch: Batch): BatchResult
  /** What other connections committed since the last look, a page at a time; `null` where there is nothing. */
  foreignEvents(): { events: StoredEvent[]; gid: number } | null
  /** Of the last event that was handed out. */
  gid(): number
}

export interface Batch {
  nowMs: number
  commands: readonly PostedCommand[]
  snapshots: readonly number[]
}

interface GroupCommitOptions {
  db: Database
  sessionLimits: SessionLimits
  follow: boolean
  afterGid: number | null
  /** A batch was refused because of the disk or the file. */
  onFailure: (error: unknown) => void
  lockDeadlineMs?: number
}

/** How long a batch waits for another process's write lock before it is refused. */
const defaultLockDeadlineMs = 5_000
/** Short, and not the same for all who wait: SQLite's own backoff lets one process starve the others. */
const lockRetryMs = 2
const eventsPage = 1_000
/** SQLite's way of saying: all of them. */
const unlimited = -1
const sweepIntervalMs = 1_000

const dataVersion = statement<[], number>('PRAGMA data_version')
const begin = statement('BEGIN')
const beginImmediate = statement('BEGIN IMMEDIATE')
const commit = statement('COMMIT')
const rollback = statement('ROLLBACK')
const savepoint = statement('SAVEPOINT command')
const release = statement('RELEASE command')
const undo = statement('ROLLBACK TO command')

/** The writing connection's work, synchronous: the thread that runs it has nothing else to do. */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { db, sessionLimits, follow, afterGid, onFailure, lockDeadlineMs = defaultLockDeadlineMs } = options
  let gid = afterGid ?? lastGid({ db })
  let seenVersion: number | null = null
  let sweptAtMs = Number.NEGATIVE_INFINITY

  function run(batch: Batch): BatchResult {
    const tx = { db, nowMs: batch.nowMs, sessionLimits }
    try {
      const result = transact(tx, batch)
      gid = result.gid
      return result
    } catch (error) {
      return refuseAll(batch, error)
    }
  }

  function transact(tx: Transaction, batch: Batch): BatchResult {
    const isSweep = isSweepDue(tx)
    if (batch.commands.length === 0 && !isSweep) begin(db).run()
    else waitForLock()
    try {
      if (isSweep) expireSessions(tx)
      const outcomes = batch.commands.map((command) => runAlone(tx, command))
      const { events, gid: lastOf } = follow ? eventsAfter(tx, gid, unlimited) : { events: [], gid }
      const snapshots = batch.snapshots.map((userId) => snapshotOf(tx, userId))
      commit(db).run()
      return { events, gid: lastOf, outcomes, snapshots }
    } finally {
      if (db.inTransaction) rollback(db).run()
    }
  }

  function runAlone(tx: Transaction, { kind, input }: PostedCommand): Outcome {
    savepoint(db).run()
    try {
      const value = runCommand(tx, kind, input)
      release(db).run()
      return { ok: true, value }
    } catch (error) {
      if (isStorageFailure(error)) throw error
      undo(db).run()
      release(db).run()
      return failure(error)
    }
  }

  /** Nothing is known to have happened, so nothing is said to have. */
  function refuseAll(batch: Batch, error: unknown): BatchResult {
    if (isStorageFailure(error)) onFailure(error)
    const failed = failure(isStorageFailure(error) ? refusalOf(error) : error)
    return { events: [], gid, outcomes: batch.commands.map(() => failed), snapshots: failed }
  }

  function waitForLock(): void {
    const deadline = performance.now() + lockDeadlineMs
    while (!tryLock()) {
      if (performance.now() > deadline) return void beginImmediate(db).run()
      pause(lockRetryMs * (0.5 + Math.random()))
    }
  }

  function tryLock(): boolean {
    try {
      beginImmediate(db).run()
      return true
    } catch (error) {
      if (isBusy(error)) return false
      throw error
    }
  }

  function isSweepDue(tx: Transaction): boolean {
    if (Math.abs(tx.nowMs - sweptAtMs) < sweepIntervalMs) return false
    sweptAtMs = tx.nowMs
    return areSessionsExpired(tx)
  }

  function foreignEvents(): { events: StoredEvent[]; gid: number } | null {
    const version = dataVersion(db).pluck().get() ?? null
    if (version === seenVersion) return null
    const page = eventsAfter({ db }, gid, eventsPage)
    if (!page.more) seenVersion = version
    if (page.events.length === 0) return null
    gid = page.gid
    return { events: page.events, gid }
  }

  return { run, foreignEvents, gid: () => gid }
}

function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
