import { statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { type Clock, systemClock } from '../../platform/clock.ts'
import type { LogFields } from '../../platform/log.ts'

export interface Checkpoints {
  /** To be called after each commit. `erased`: what the WAL still holds of it shall be gone. */
  committed(written: { erased: boolean }): void
  /** To be called now and then: empties the WAL when nothing was committed for a while, or something erased. */
  idle(): void
  truncate(): void
}

/** SQLite copies the WAL back every 4 MB by itself; a reader that never ends keeps it from starting over. */
const largeWalBytes = 64 * 1024 * 1024
const alarmIntervalMs = 60_000
const lookIntervalMs = 1_000
const idleMs = 2_000
/** How long a busy database may go on before what was erased leaves the WAL too. */
const eraseDelayMs = 5_000

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
  let erasedAtMs: number | null = null
  let triedAtMs = Number.NEGATIVE_INFINITY

  function committed({ erased }: { erased: boolean }): void {
    isDirty = true
    committedAtMs = clock.monotonicMs()
    if (erased) erasedAtMs ??= committedAtMs
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
    const nowMs = clock.monotonicMs()
    if (nowMs - triedAtMs < lookIntervalMs) return
    const isIdle = isDirty && nowMs - committedAtMs > idleMs
    const isOverdue = erasedAtMs !== null && nowMs - erasedAtMs > eraseDelayMs
    if (isIdle || isOverdue) truncate()
  }

  function truncate(): void {
    triedAtMs = clock.monotonicMs()
    // A reader may hold on to the WAL for a moment; then the next try finds it free.
    const isDone = db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0
    isDirty = !isDone
    if (isDone) erasedAtMs = null
  }

  return { committed, idle, truncate }
}
