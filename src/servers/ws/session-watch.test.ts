import { expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import type { Store } from '../../domain/store.ts'
import { silentLog } from '../../platform/log.ts'
import { bounds } from './bounds.ts'
import type { Connection } from './connection.ts'
import { startSessionWatch } from './session-watch.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

function setUp(sessionIds: readonly number[], liveSessionIds: readonly number[]) {
  const clock = createManualClock()
  const log: string[] = []
  const connections = sessionIds.map((sessionId) => ({
    identity: { accountId: 1, sessionId },
    openedAtMs: 0,
    close: (cause: string) => log.push(`${sessionId} closed: ${cause}`),
  }))
  const store = {
    read: async () => liveSessionIds.map((sessionId) => ({ sessionId })),
    execute: async (kind: string, { sessionId }: { sessionId: number }) => log.push(`${kind} ${sessionId}`),
  }
  const stop = startSessionWatch({
    connections: connections as unknown as Connection[],
    store: store as unknown as Store,
    clock,
    log: silentLog,
  })
  return { clock, log, stop }
}

test('a login that is over closes its connection, and one in use does not grow idle', async () => {
  const { clock, log, stop } = setUp([1, 2], [2])

  clock.advance(bounds.sessionCheckMs - 1)
  await turn()
  expect(log).toEqual([])
  clock.advance(1)
  await turn()

  expect(log).toEqual(['1 closed: authentication', 'touch_session 2'])
  stop()
  expect(clock.pending()).toBe(0)
})

test('each connection is looked at once an hour', async () => {
  const { clock, log } = setUp([2], [2])
  clock.advance(2.5 * bounds.sessionCheckMs)
  await turn()
  expect(log).toEqual(['touch_session 2', 'touch_session 2'])
})
