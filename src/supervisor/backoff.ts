export interface BackoffBounds {
  readonly backoffMinMs: number
  readonly backoffMaxMs: number
}

/**
 * Full jitter: anything from nothing to the exponential bound, so that what failed together does not come back
 * together. `attempt` counts from 1; `random` is from 0 to 1.
 */
export function backoffMs(attempt: number, random: number, bounds: BackoffBounds): number {
  const ceilingMs = Math.min(bounds.backoffMaxMs, bounds.backoffMinMs * 2 ** (attempt - 1))
  return Math.round(random * ceilingMs)
}
