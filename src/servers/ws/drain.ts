import type { Clock } from '../../platform/clock.ts'
import { bounds } from './bounds.ts'
import type { Connection } from './connection.ts'
import { eventFrame } from './frame.ts'

/**
 * Lets connections go without losing what they asked: what was received is finished and answered, then each is told why
 * it is closed and comes back at once [P-40]. What was not read stays the client's to send again.
 */
export async function drainConnections(options: {
  connections: ReadonlySet<Connection>
  /** Resolves when every socket is closed. */
  untilClosed: () => Promise<void>
  /** Resolves when every request that was received has its answer. */
  idle: () => Promise<void>
  deadlineMs: number
  clock: Clock
}): Promise<void> {
  const { connections, untilClosed, idle, deadlineMs, clock } = options
  for (const connection of connections) connection.pause()
  await orAfter(clock, Math.max(0, deadlineMs - 2 * bounds.closeGraceMs), idle())
  await sayGoodbye(connections, clock)
  await orAfter(clock, bounds.closeGraceMs, untilClosed())
  for (const connection of connections) connection.destroy()
}

/** In slices, since thousands of closes in one turn would hold up the last answers. */
async function sayGoodbye(connections: ReadonlySet<Connection>, clock: Clock): Promise<void> {
  const draining = eventFrame('draining', { ts: clock.nowMs() })
  const leaving = [...connections]
  while (leaving.length > 0) {
    for (const connection of leaving.splice(0, bounds.maxClosesPerTurn)) {
      connection.send(draining)
      connection.close('restart')
    }
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** Resolves when the work is done, or as much time has passed. */
export async function orAfter(clock: Clock, delayMs: number, work: Promise<void>): Promise<void> {
  let cancel: (() => void) | undefined
  const timeout = new Promise<void>((resolve) => {
    cancel = clock.after(delayMs, resolve)
  })
  await Promise.race([work, timeout])
  cancel?.()
}
