import type { Store } from '../../domain/store.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { isSessionLive } from './authentication/session.ts'
import { bounds } from './bounds.ts'
import type { Connection } from './connection.ts'

const stepsPerCheck = 60

/**
 * A connection may outlive the days that its login has. So it is looked at now and then: a login that is over closes its
 * connections, one that is in use does not grow idle.
 */
export function startSessionWatch(options: {
  connections: Iterable<Connection>
  store: Store
  clock: Clock
  log: Log
}): () => void {
  const { connections, store, clock, log } = options
  const checkedAtMs = new WeakMap<Connection, number>()
  const stepMs = bounds.sessionCheckMs / stepsPerCheck
  let cancel = clock.after(stepMs, checkDue)

  function checkDue(): void {
    const nowMs = clock.monotonicMs()
    for (const connection of connections) {
      if (nowMs - (checkedAtMs.get(connection) ?? connection.openedAtMs) < bounds.sessionCheckMs) continue
      checkedAtMs.set(connection, nowMs)
      check(connection).catch((error: unknown) => log.warn('session_not_checked', { error }))
    }
    cancel = clock.after(stepMs, checkDue)
  }

  async function check(connection: Connection): Promise<void> {
    const { identity } = connection
    if (identity === null) return
    if (!(await isSessionLive(store, identity))) return connection.close('authentication')
    await store.execute('touch_session', { sessionId: identity.sessionId })
  }

  return () => cancel()
}
