import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { codeFile } from '../../platform/package.ts'

/** What the thread is told at its start. */
export interface WatchdogOrders {
  readonly supervisorPid: number
  /** How long the main thread may take to end by itself after the supervisor has gone. */
  readonly graceMs: number
  /** A main loop that has not turned for so long hangs: what it is doing is taken down. */
  readonly hungAfterMs: number
}

export interface WatchdogData extends WatchdogOrders {
  /** One counter, which every turn of the main loop's pulse moves. */
  readonly pulse: SharedArrayBuffer
}

const pulseIntervalMs = 100

/**
 * A thread that goes on when the main loop is blocked and hears nothing. It sees the supervisor's death, and then ends
 * the process with all that it started: no orphan keeps a port or a lock. And it says what a loop that hangs is doing.
 */
export async function startWatchdog(orders: WatchdogOrders): Promise<void> {
  const pulse = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)
  const workerData: WatchdogData = { ...orders, pulse }
  const thread = new Worker(codeFile('servers/child/watchdog-thread'), {
    workerData,
    stdout: false,
    stderr: false,
  })
  await once(thread, 'online')
  // Before it is online, `unref` lets the process end before the thread has begun.
  thread.unref()
  const counter = new Int32Array(pulse)
  setInterval(() => Atomics.add(counter, 0, 1), pulseIntervalMs).unref()
}
