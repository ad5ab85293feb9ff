import type { Database } from 'better-sqlite3'
import type { Clock } from '../../platform/clock.ts'
import { isBusy, isStorageFailure } from '../db/sqlite-failure.ts'
import { beginIndexing, indexStep, isBehind, type StepBounds, type StepResult } from '../search/indexing.ts'

/** Keeps the search index after the messages, between commits. */
export interface Indexer {
  /** To be called after each batch, with the number of its commands. */
  committed(commands: number): void
  /** Idempotent. */
  stop(): void
}

interface IndexerOptions {
  db: Database
  clock: Pick<Clock, 'monotonicMs' | 'after'>
  /** A step has written. */
  onStep: () => void
  onDamage: () => void
  /** A step failed because of the disk or the file; it is tried again. */
  onFailure: (error: unknown) => void
}

/** So long without a batch, nobody writes: a step delays nobody. */
const quietMs = 20
/** New messages are indexed after so long also where somebody always writes … */
const maxWaitMs = 250
/** … or after so many commands … */
const maxWaitingCommands = 2_000
/** … and steps are larger where more than so many messages are behind: the index then goes as fast as they come. */
const maxBehind = 5_000
/** Where the disk or another process was in the way. */
const retryMs = 100
/** What another process writes is found by looking. */
const lookIntervalMs = 1_000

/** About 3 ms of work; the next commit waits for no more. Half of it in a step would cost a quarter more for each message. */
const small: StepBounds = { maxMessages: 256, maxBytes: 24 * 1024 }
const large: StepBounds = { maxMessages: 2_048, maxBytes: 768 * 1024 }

/**
 *          committed                       a step left new messages
 *   level ───────────► waiting ───────────────────► stepping ◄─┐
 *     ▲                 quiet, or for too long          │      │ at once, behind the next batch
 *     └─────────────────────────────────────────────────┴──────┘
 * What is old or edited waits for quiet moments, but for no longer than `maxWaitMs` a step.
 */
export function createIndexer(options: IndexerOptions): Indexer {
  const { db, clock, onStep, onDamage, onFailure } = options
  let committedAtMs = Number.NEGATIVE_INFINITY
  /** Since when something is to be indexed; `null`: nothing is. */
  let waitingSinceMs: number | null = null
  let waitingCommands = 0
  let newLeft = 0
  let cancel = () => {}
  let hasBegun = false

  function committed(commands: number): void {
    committedAtMs = clock.monotonicMs()
    waitingCommands += commands
    if (waitingSinceMs !== null) return
    waitingSinceMs = committedAtMs
    wakeAfter(quietMs)
  }

  function wakeAfter(ms: number): void {
    cancel()
    cancel = clock.after(ms, turn)
  }

  function turn(): void {
    const nowMs = clock.monotonicMs()
    const isQuiet = nowMs - committedAtMs >= quietMs
    if (!isQuiet && !isOverdue(nowMs)) return wakeAfter(quietMs)
    const result = guardedStep()
    if (result === null) return wakeAfter(retryMs)
    waitingCommands = 0
    newLeft = result.newLeft
    waitingSinceMs = newLeft > 0 || result.hasMore ? clock.monotonicMs() : null
    if (newLeft > 0) return wakeAfter(0)
    // Old messages are many: half of the time is left to others.
    if (result.hasMore) return wakeAfter(isQuiet ? clock.monotonicMs() - nowMs : quietMs)
    wakeAfter(lookIntervalMs)
  }

  function isOverdue(nowMs: number): boolean {
    if (newLeft > 0 || waitingCommands >= maxWaitingCommands) return true
    return waitingSinceMs !== null && nowMs - waitingSinceMs >= maxWaitMs
  }

  /** `null`: it could not be done, and is to be tried again. */
  function guardedStep(): StepResult | null {
    try {
      if (!hasBegun) beginIndexing({ db })
      hasBegun = true
      if (waitingSinceMs === null && !isBehind({ db }))
        return { newLeft: 0, hasMore: false, wasDamaged: false }
      const result = indexStep({ db }, newLeft > maxBehind ? large : small)
      onStep()
      if (result.wasDamaged) onDamage()
      return result
    } catch (error) {
      if (!isStorageFailure(error)) throw error
      // Another process writes now.
      if (!isBusy(error)) onFailure(error)
      return null
    }
  }

  wakeAfter(0)
  return { committed, stop: () => cancel() }
}
