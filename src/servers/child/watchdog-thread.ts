import { writeSync } from 'node:fs'
import { workerData } from 'node:worker_threads'
import type { WatchdogData } from './watchdog.ts'

const pollIntervalMs = 200
const standardError = 2

const { supervisorPid, graceMs, hungAfterMs, pulse } = workerData as WatchdogData
const counter = new Int32Array(pulse)

// Silence is counted in polls, not by the clock: while the whole process is suspended, nobody polls.
let silentPolls = 0
let lastCount = -1

const poll = setInterval(() => {
  watchLoop()
  // A process whose parent dies is given to another, so its parent's id changes.
  if (process.ppid === supervisorPid) return
  clearInterval(poll)
  setTimeout(killGroup, graceMs)
}, pollIntervalMs)

function watchLoop(): void {
  const count = Atomics.load(counter, 0)
  silentPolls = count === lastCount ? silentPolls + 1 : 0
  lastCount = count
  if (silentPolls === Math.ceil(hungAfterMs / pollIntervalMs)) void tellWhatHangs()
}

/** One line of our log, straight to the pipe: the main thread, which owns the streams, is what hangs. */
async function tellWhatHangs(): Promise<void> {
  // Loaded when it is wanted; another version may stand in its place by then, and this thread must go on.
  const stack = await import('./main-stack.ts').then(
    ({ takeMainStack }) => takeMainStack(),
    () => null,
  )
  const line = {
    level: 'error',
    time: Date.now(),
    event: 'loop_blocked',
    forMs: silentPolls * pollIntervalMs,
    stack,
  }
  writeSync(standardError, `${JSON.stringify(line)}\n`)
}

function killGroup(): void {
  try {
    // A supervised child leads a group of its own, so whatever it started goes with it.
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    process.kill(process.pid, 'SIGKILL')
  }
}
