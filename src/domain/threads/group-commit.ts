import type { Database } from 'better-sqlite3'

import { runCommand } from '../command-handlers.ts'
import type { CommandKind } from '../commands.ts'
import { isOutOfSpace, isStorageFailure, refusalOf } from '../db/sqlite-failure.ts'
import { statement } from '../db/statement.ts'
import { eventsAfter, lastGid } from '../event-rows.ts'
import { snapshotOf } from '../snapshots.ts'
import type { StoredEvent } from '../store.ts'
import type { AccountLimits, SessionLimits, Transaction } from '../transaction.ts'
import type { Ballast } from './ballast.ts'
import { failure, type Outcome } from './outcome.ts'
import type { BatchResult, PostedCommand } from './postings.ts'
import { createUpkeep } from './upkeep.ts'
import { waitForLock } from './write-lock.ts'

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

/** Both tries of a batch have waited for the lock by then. */
type Try = Batch & { readonly untilMs: number }

interface GroupCommitOptions {
  db: Database
  sessionLimits: SessionLimits
  accountLimits: AccountLimits
  follow: boolean
  afterGid: number | null
  /** Events that are older are removed; `null`: that is somebody else's work. */
  keepEventsMs: number | null
  /** Something was written. `erased`: something that somebody wanted to be gone. */
  onCommit: (written: { erased: boolean }) => void
  /** A batch was refused because of the disk or the file. */
  onFailure: (error: unknown) => void
  ballast: Ballast
  lockDeadlineMs?: number
}

/** How long a batch waits for another process's write lock before it is refused. */
const defaultLockDeadlineMs = 5_000
const eventsPage = 1_000
/** SQLite's way of saying: all of them. */
const unlimited = -1

/** What they take away shall not be found on the disk either. */
const erasing: ReadonlySet<CommandKind> = new Set(['edit_message', 'delete_message', 'remove_account'])

const isErasing = ({ kind }: PostedCommand) => erasing.has(kind)

const dataVersion = statement<[], number>('PRAGMA data_version')
const begin = statement('BEGIN')
const commit = statement('COMMIT')
const rollback = statement('ROLLBACK')
const savepoint = statement('SAVEPOINT command')
const release = statement('RELEASE command')
const undo = statement('ROLLBACK TO command')

/** The writing connection's work, synchronous: the thread that runs it has nothing else to do. */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { db, sessionLimits, accountLimits, follow, afterGid, keepEventsMs, onCommit, onFailure, ballast } =
    options
  const { lockDeadlineMs = defaultLockDeadlineMs } = options
  const upkeep = createUpkeep({ db, keepEventsMs, onCommit: () => onCommit({ erased: false }), onFailure })
  let gid = afterGid ?? lastGid({ db })
  let seenVersion: number | null = null
  /** Of the last batch, that something was refused: it may well be so again. */
  let hadRefusal = false

  function run(batch: Batch): BatchResult {
    const tx = { db, nowMs: batch.nowMs, sessionLimits, accountLimits }
    try {
      upkeep.run(tx, { isQuiet: batch.commands.length === 0, handedOutGid: gid })
      return done(transact(tx, batch), batch)
    } catch (error) {
      return eraseAllTheSame(tx, batch, error) ?? refuseAll(batch, error)
    }
  }

  function done(result: BatchResult, { commands }: Batch): BatchResult {
    gid = result.gid
    if (commands.length > 0) onCommit({ erased: commands.some(isErasing) })
    return result
  }

  /** A full disk fails also what makes room: that alone is given the ballast's, which is taken back at once. */
  function eraseAllTheSame(tx: Transaction, batch: Batch, error: unknown): BatchResult | null {
    const commands = batch.commands.filter(isErasing)
    if (commands.length === 0 || !isOutOfSpace(error) || !ballast.release()) return null
    try {
      const result = done(transact(tx, { ...batch, commands }), { ...batch, commands })
      const refused = failure(refusalOf(error))
      const outcomes = batch.commands.map((command) => result.outcomes[commands.indexOf(command)] ?? refused)
      return { ...result, outcomes }
    } catch (again) {
      return refuseAll(batch, again)
    } finally {
      // The WAL's room is free for the ballast once its pages are where they belong.
      db.pragma('wal_checkpoint(TRUNCATE)')
      ballast.fill()
    }
  }

  /**
   * Savepoints are a sixth of what a message costs here, and refusals are rare. So all commands are tried without, and
   * where one of them fails the batch is begun again with a savepoint for each (decision 024).
   */
  function transact(tx: Transaction, batch: Batch): BatchResult {
    const untilMs = performance.now() + lockDeadlineMs
    const together = hadRefusal ? null : tryTogether(tx, { ...batch, untilMs })
    const result = together ?? attempt(tx, { ...batch, untilMs }, (command) => runAlone(tx, command))
    hadRefusal = result.outcomes.some(({ ok }) => !ok)
    return result
  }

  /** `null`: one of the commands failed, and nothing is left of any. */
  function tryTogether(tx: Transaction, batch: Try): BatchResult | null {
    try {
      return attempt(tx, batch, ({ kind, input }) => ({ ok: true, value: runCommand(tx, kind, input) }))
    } catch (error) {
      if (isStorageFailure(error)) throw error
      return null
    }
  }

  function attempt(tx: Transaction, batch: Try, runOne: (command: PostedCommand) => Outcome): BatchResult {
    if (batch.commands.length === 0) begin(db).run()
    else waitForLock(db, batch.untilMs - performance.now())
    try {
      const outcomes = batch.commands.map(runOne)
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
