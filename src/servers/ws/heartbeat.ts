import type { Clock } from '../../platform/clock.ts'
import { limits } from '../../protocol/limits.ts'
import type { Connection } from './connection.ts'

const maxStepMs = 1_000
const stepsPerInterval = 5

/**
 * [P-40] One timer for all connections. Each is pinged by the time since its own last ping, so that thousands are not pinged
 * in one turn of the loop.
 */
export function startHeartbeat(options: {
  connections: Iterable<Connection>
  intervalMs: number
  clock: Clock
}): () => void {
  const { connections, intervalMs, clock } = options
  const stepMs = Math.min(maxStepMs, intervalMs / stepsPerInterval)
  // What became silent right after a step is looked at a step late.
  const graceMs = limits.heartbeatGraceMs - stepMs
  let cancel = clock.after(stepMs, beat)

  function beat(): void {
    for (const connection of connections) connection.beat({ intervalMs, graceMs })
    cancel = clock.after(stepMs, beat)
  }

  return () => cancel()
}
