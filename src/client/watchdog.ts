import type { Clock } from './clock.ts'

export interface Watchdog {
  /** A frame came: the other side is there. */
  heard(): void
  /** Asks for a sign of life now, and gives it so long. */
  probe(patienceMs: number): void
  stop(): void
}

export interface WatchdogOptions {
  clock: Clock
  /** So long may it be quiet before we ask … */
  quietMs: number
  ping: () => void
  /** … and so long after that without an answer, the connection is dead. Called once. */
  onSilence: () => void
}

/** [P-40] */
const graceMs = 10_000

/**
 * Finds the connection that died without a word. The server's protocol pings cannot be seen from a browser, so a quiet
 * connection is asked with a `ping` frame. A frame costs no timer: when the timer fires it looks at the time of the last one.
 */
export function startWatchdog({ clock, quietMs, ping, onSilence }: WatchdogOptions): Watchdog {
  let heardAtMs = clock.monotonicMs()
  let isAnswered = true
  let cancel = clock.after(quietMs, look)

  function look(): void {
    const leftMs = heardAtMs + quietMs - clock.monotonicMs()
    if (leftMs > 0) rearm(leftMs, look)
    else ask(graceMs)
  }

  function ask(patienceMs: number): void {
    isAnswered = false
    ping()
    rearm(patienceMs, () => {
      if (isAnswered) look()
      else onSilence()
    })
  }

  function rearm(delayMs: number, callback: () => void): void {
    cancel()
    cancel = clock.after(delayMs, callback)
  }

  return {
    heard: () => {
      heardAtMs = clock.monotonicMs()
      isAnswered = true
    },
    probe: ask,
    stop: () => cancel(),
  }
}
