const firstMs = 500
const mostMs = 30_000

/**
 * [P-40] Full jitter from 0.5 s up to 30 s: clients that lost the same server must not come back in step.
 * `attempt` is the number of failures in a row; `random` gives from 0 to below 1.
 */
export function backoffMs(attempt: number, random: () => number): number {
  const ceilingMs = Math.min(mostMs, firstMs * 2 ** Math.max(1, attempt))
  return firstMs + random() * (ceilingMs - firstMs)
}
