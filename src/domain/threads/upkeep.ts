import type { Database } from 'better-sqlite3'
import { isStorageFailure } from '../db/sqlite-failure.ts'
import { statement } from '../db/statement.ts'
import { prunableUpTo, pruneEvents } from '../event-pruning.ts'
import { areSessionsExpired, expireSessions } from '../session-ends.ts'
import type { Transaction } from '../transaction.ts'
import { tryLock } from './write-lock.ts'

/** What has to be done now and then, whoever asks for what: it fails alone, and spoils no batch. */
export interface Upkeep {
  run(tx: Transaction, moment: Moment): void
}

interface Moment {
  /** Nobody waits for a commit. */
  isQuiet: boolean
  /** Of the last event that the followers have. */
  handedOutGid: number
}

interface UpkeepOptions {
  db: Database
  /** `null`: removing events is another store's work. */
  keepEventsMs: number | null
  onCommit: () => void
  /** It could not be done because of the disk or the file; the next time tries again. */
  onFailure: (error: unknown) => void
}

const sweepIntervalMs = 1_000
/** Pruning waits for a moment in which nobody commits; where none comes for so long, it is done all the same. */
const pruneDeadlineMs = 10_000

const commit = statement('COMMIT')
const rollback = statement('ROLLBACK')

/** Sessions that are over are ended, and events that are old removed, some at a time. */
export function createUpkeep({ db, keepEventsMs, onCommit, onFailure }: UpkeepOptions): Upkeep {
  let sweptAtMs = Number.NEGATIVE_INFINITY
  let prunedAtMs = Number.NEGATIVE_INFINITY

  function run(tx: Transaction, moment: Moment): void {
    try {
      const work = dueWork(tx, moment)
      if (work.length === 0 || !tryLock(db)) return
      for (const step of work) step()
      commit(db).run()
      onCommit()
    } catch (error) {
      if (!isStorageFailure(error)) throw error
      onFailure(error)
    } finally {
      if (db.inTransaction) rollback(db).run()
    }
  }

  function dueWork(tx: Transaction, { isQuiet, handedOutGid }: Moment): (() => void)[] {
    const pruneUpTo = duePruning(tx, isQuiet ? sweepIntervalMs : pruneDeadlineMs, handedOutGid)
    return [
      ...(isSweepDue(tx) ? [() => expireSessions(tx)] : []),
      ...(pruneUpTo === null ? [] : [() => pruneEvents(tx, pruneUpTo)]),
    ]
  }

  function isSweepDue(tx: Transaction): boolean {
    if (Math.abs(tx.nowMs - sweptAtMs) < sweepIntervalMs) return false
    sweptAtMs = tx.nowMs
    return areSessionsExpired(tx)
  }

  function duePruning(tx: Transaction, intervalMs: number, handedOutGid: number): number | null {
    if (keepEventsMs === null || Math.abs(tx.nowMs - prunedAtMs) < intervalMs) return null
    prunedAtMs = tx.nowMs
    return prunableUpTo(tx, { keepMs: keepEventsMs, handedOutGid })
  }

  return { run }
}
