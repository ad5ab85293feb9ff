import type { Clock } from '../platform/clock.ts'

export interface ByteBudget {
  /** Whether there is room for so many more bytes; those there is none for are counted. */
  spend(bytes: number): boolean
  /** What was dropped, from time to time; 0 in between, and where nothing was. */
  takeDropped(): number
  takeAllDropped(): number
}

/** A token bucket over bytes. */
export function createByteBudget(
  clock: Pick<Clock, 'monotonicMs'>,
  limits: { bytesPerSecond: number; burstBytes: number; dropReportIntervalMs: number },
): ByteBudget {
  let left = limits.burstBytes
  let filledAtMs = clock.monotonicMs()
  let reportedAtMs = Number.NEGATIVE_INFINITY
  let dropped = 0

  function spend(bytes: number): boolean {
    const nowMs = clock.monotonicMs()
    left = Math.min(limits.burstBytes, left + ((nowMs - filledAtMs) / 1_000) * limits.bytesPerSecond)
    filledAtMs = nowMs
    if (left < bytes) {
      dropped += bytes
      return false
    }
    left -= bytes
    return true
  }

  function takeDropped(): number {
    const nowMs = clock.monotonicMs()
    if (nowMs - reportedAtMs < limits.dropReportIntervalMs) return 0
    if (dropped > 0) reportedAtMs = nowMs
    return takeAllDropped()
  }

  function takeAllDropped(): number {
    const taken = dropped
    dropped = 0
    return taken
  }

  return { spend, takeDropped, takeAllDropped }
}
