import { execa } from 'execa'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'

/** Tells a service manager how we are (sd_notify(3)). Nothing here throws, rejects or waits for it. */
export interface ServiceNotifier {
  /** The start, or a reload, is complete. From the first one on the watchdog is fed. */
  ready(): void
  reloading(): void
  stopping(): void
  /** Resolves when all that was said has arrived, or no longer can. */
  end(): Promise<void>
}

export interface ServiceNotifierOptions {
  /** `null` where nobody wants to know. */
  readonly notifySocket: string | null
  readonly watchdogMs: number | null
  readonly clock: Clock
  readonly log: Log
}

/** systemd-notify waits until its word has been read; a manager that does not read must not hold us up. */
const sendTimeoutMs = 5_000

const nanosecondsPerMicrosecond = 1_000n

const nobody: ServiceNotifier = { ready() {}, reloading() {}, stopping() {}, end: async () => {} }

/**
 * Says it through `systemd-notify`: Node.js has no datagram sockets of the Unix kind (decision 047). What is said arrives
 * in order.
 */
export function createServiceNotifier(options: ServiceNotifierOptions): ServiceNotifier {
  const { notifySocket, watchdogMs, clock, log } = options
  if (notifySocket === null) return nobody
  const tell = orderedTelling(notifySocket, log)
  let cancelFeeding: (() => void) | null = null

  /** The next one only when this one has arrived: nothing piles up before a manager that does not read. */
  function feed(): void {
    if (watchdogMs === null || cancelFeeding === null) return
    cancelFeeding = clock.after(watchdogMs / 2, () => void tell('WATCHDOG=1').then(feed))
  }

  return {
    ready: () => {
      void tell('READY=1')
      if (cancelFeeding !== null) return
      cancelFeeding = () => {}
      feed()
    },
    // By this time systemd tells the READY=1 that ends this reload from an earlier one (Type=notify-reload).
    reloading: () => void tell('RELOADING=1', `MONOTONIC_USEC=${monotonicMicroseconds()}`),
    stopping: () => void tell('STOPPING=1'),
    end: () => {
      cancelFeeding?.()
      cancelFeeding = null
      return tell()
    },
  }
}

/** One after another; the first failure is logged, since the others will have the same reason. */
function orderedTelling(notifySocket: string, log: Log): (...words: string[]) => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let hasComplained = false

  async function send(words: readonly string[]): Promise<void> {
    if (words.length === 0) return
    const { failed, shortMessage } = await execa('systemd-notify', words, {
      env: { NOTIFY_SOCKET: notifySocket },
      stdio: 'ignore',
      timeout: sendTimeoutMs,
      reject: false,
    })
    if (failed && !hasComplained) log.warn('service_manager_not_told', { words, message: shortMessage })
    hasComplained ||= failed
  }

  return (...words) => {
    last = last.then(() => send(words))
    return last
  }
}

/** CLOCK_MONOTONIC, which is what `hrtime` reads. */
function monotonicMicroseconds(): bigint {
  return process.hrtime.bigint() / nanosecondsPerMicrosecond
}
