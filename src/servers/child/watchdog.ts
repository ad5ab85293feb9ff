import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

/** What the thread is told at its start. */
export interface WatchdogOrders {
  readonly supervisorPid: number
  /** How long the main thread may take to end by itself after the supervisor has gone. */
  readonly graceMs: number
}

/**
 * A thread that sees the supervisor's death even when the main loop is blocked and hears nothing, and then ends
 * the process with all that it started: no orphan keeps a port or a lock.
 */
export async function startWatchdog(orders: WatchdogOrders): Promise<void> {
  const thread = new Worker(threadFile(), { workerData: orders, stdout: false, stderr: false })
  await once(thread, 'online')
  // Before it is online, `unref` lets the process end before the thread has begun.
  thread.unref()
}

/** The thread's file has our own ending: `.ts` in the sources, `.js` in the build. */
function threadFile(): string {
  const { dir, ext } = path.parse(import.meta.filename)
  return path.join(dir, `watchdog-thread${ext}`)
}
