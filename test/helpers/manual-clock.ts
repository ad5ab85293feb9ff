import type { Clock } from '../../src/platform/clock.ts'

/** Time that passes when the test says so. */
export interface ManualClock extends Clock {
  /** Moves both clocks and calls back, in order, what falls due; also what that sets going, as far as it is due. */
  advance(ms: number): void
  /** Timers that wait. */
  pending(): number
}

export function createManualClock(startMs = 1_800_000_000_000): ManualClock {
  let elapsedMs = 0
  let timers: { dueMs: number; callback: () => void }[] = []

  function after(delayMs: number, callback: () => void): () => void {
    const timer = { dueMs: elapsedMs + delayMs, callback }
    timers.push(timer)
    return () => {
      timers = timers.filter((other) => other !== timer)
    }
  }

  function advance(ms: number): void {
    const untilMs = elapsedMs + ms
    for (let next = earliest(untilMs); next !== undefined; next = earliest(untilMs)) {
      const due = next
      timers = timers.filter((timer) => timer !== due)
      elapsedMs = due.dueMs
      due.callback()
    }
    elapsedMs = untilMs
  }

  function earliest(untilMs: number) {
    return timers.filter(({ dueMs }) => dueMs <= untilMs).toSorted((a, b) => a.dueMs - b.dueMs)[0]
  }

  return {
    nowMs: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    after,
    advance,
    pending: () => timers.length,
  }
}
