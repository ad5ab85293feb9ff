import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Clock } from '../../platform/clock.ts'
import type { SupervisorLink } from './supervisor-link.ts'

const intervalMs = 1_000
const resolutionMs = 20
const nanosecondsPerMs = 1e6
const microsecondsPerMs = 1e3

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
  let cpuBefore = process.cpuUsage()
  let beatAtMs = clock.monotonicMs()
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
      cpuPercent: cpuPercent(),
    })
    delay.reset()
    cancel = clock.after(intervalMs, beat)
  }

  function cpuPercent(): number {
    const { user, system } = process.cpuUsage(cpuBefore)
    const nowMs = clock.monotonicMs()
    const percent = ((user + system) / microsecondsPerMs / Math.max(1, nowMs - beatAtMs)) * 100
    cpuBefore = process.cpuUsage()
    beatAtMs = nowMs
    return Math.round(percent * 10) / 10
  }

  return () => {
    cancel()
    delay.disable()
  }
}
