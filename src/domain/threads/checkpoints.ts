import { statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { type Clock, systemClock } from '../../platform/clock.ts'
import type { LogFields } from '../../platform/log.ts'

export interface Checkpoints {
  /** To be called after each commit. */
  committed(): void
  /** To be called now and then: empties the WAL when nothing was committed for a while. */
  idle(): void
  truncate(): void
}

/** SQLite copies the WAL back every 4 MB by itself; a reader that never ends keeps it from starting over. */
const largeWalBytes = 64 * 1024 * 1024
const alarmIntervalMs = 60_000
const lookIntervalMs = 1_000
const idleMs = 2_000

export function createCheckpoints(
  db: Database,
  databasePath: string,
  notice: (event: string, fields: LogFields) => void,
  clock: Pick<Clock, 'monotonicMs'> = systemClock,
): Checkpoints {
  let committedAtMs = 0
  let lookedAtMs = Number.NEGATIVE_INFINITY
  let alarmedAtMs = Number.NEGATIVE_INFINITY
  let isDirty = false

  function committed(): void {
    isDirty = true
    committedAtMs = clock.monotonicMs()
    if (committedAtMs - lookedAtMs < lookIntervalMs) return
    lookedAtMs = committedAtMs
    alarm(committedAtMs)
  }

  function alarm(nowMs: number): void {
    const walBytes = statSync(`${databasePath}-wal`, { throwIfNoEntry: false })?.size ?? 0
    if (walBytes < largeWalBytes || nowMs - alarmedAtMs < alarmIntervalMs) return
    alarmedAtMs = nowMs
    notice('wal_large', { walBytes })
  }

  function idle(): void {
    if (isDirty && clock.monotonicMs() - committedAtMs > idleMs) truncate()
  }

  function truncate(): void {
    isDirty = false
    db.pragma('wal_checkpoint(TRUNCATE)')
  }

  return { committed, idle, truncate }
}
