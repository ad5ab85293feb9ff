import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from '../../platform/clock.ts'
import type { SupervisorLink } from './supervisor-link.ts'

const intervalMs = 1_000
const resolutionMs = 20
const nanosecondsPerMs = 1e6

/** Tells the supervisor every second that the loop turns, and how well. */
export function startHeartbeat(options: {
  link: SupervisorLink
  clock: Clock
  connections: () => number
}): () => void {
  const { link, clock, connections } = options
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  delay.enable()
  let seq = 0
  let cancel = clock.after(intervalMs, beat)

  function beat(): void {
    seq += 1
    // A beat that cannot be sent is what the supervisor waits for in vain: nothing to do here.
    void link.send({
      type: 'heartbeat',
      seq,
      rssBytes: process.memoryUsage.rss(),
      loopLagMs: Math.max(0, Math.round(delay.max / nanosecondsPerMs) - resolutionMs),
      connections: connections(),
    })
    delay.reset()
    cancel = clock.after(intervalMs, beat)
  }

  return () => {
    cancel()
    delay.disable()
  }
}
