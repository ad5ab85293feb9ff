import { workerData } from 'node:worker_threads'
import type { WatchdogOrders } from './watchdog.ts'

const pollIntervalMs = 200

const { supervisorPid, graceMs } = workerData as WatchdogOrders

const poll = setInterval(() => {
  // A process whose parent dies is given to another, so its parent's id changes.
  if (process.ppid === supervisorPid) return
  clearInterval(poll)
  setTimeout(killGroup, graceMs)
}, pollIntervalMs)

function killGroup(): void {
  try {
    // A supervised child leads a group of its own, so whatever it started goes with it.
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    process.kill(process.pid, 'SIGKILL')
  }
}
