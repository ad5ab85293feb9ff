import { describe, expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { silentLog } from '../../platform/log.ts'
import { bounds } from './bounds.ts'
import { createHub, type Receiver } from './hub.ts'
import { createPresence } from './presence.ts'

const lobby = 10

function setUp() {
  const clock = createManualClock()
  const hub = createHub({ log: silentLog })
  const presence = createPresence({ hub, clock })

  function come(accountId: number) {
    const told: string[] = []
    const receiver: Receiver = {
      send: () => undefined,
      sendEphemeral(frame) {
        const { payload } = JSON.parse(frame.subarray(2).toString()) as {
          payload: { user_id: string; state: string }
        }
        told.push(`${payload.user_id} ${payload.state}`)
      },
      close: () => undefined,
    }
    const account = {
      id: accountId,
      username: '',
      displayName: '',
      role: 'member' as const,
      createdAtMs: 0,
      disabledAtMs: null,
    }
    hub.attach(
      receiver,
      { accountId, sessionId: accountId },
      { account, rooms: [{ id: lobby, muted: false, archived: false }] },
    )
    presence.changed(accountId, [lobby])
    return { receiver, told }
  }

  function go(receiver: Receiver) {
    const user = hub.detach(receiver)
    presence.forget(receiver)
    if (user !== undefined) presence.changed(user.accountId, user.rooms)
  }

  const settle = () => clock.advance(bounds.presenceWindowMs)
  return { hub, clock, presence, come, go, settle }
}

describe('presence', () => {
  test('is online while any device is, away while all are, offline without one', () => {
    const { presence, come, go } = setUp()
    const phone = come(1).receiver
    const laptop = come(1).receiver

    presence.set(phone, 1, 'away')
    expect(presence.stateOf(1)).toBe('online')
    presence.set(laptop, 1, 'away')
    expect(presence.stateOf(1)).toBe('away')
    presence.set(phone, 1, 'online')
    expect(presence.stateOf(1)).toBe('online')
    go(phone)
    expect(presence.stateOf(1)).toBe('away')
    go(laptop)
    expect(presence.stateOf(1)).toBe('offline')
  })

  test('comings and goings are told to those who share a room, once', () => {
    const { come, go, settle } = setUp()
    const watcher = come(1)
    settle()
    watcher.told.length = 0

    const other = come(2)
    come(2)
    settle()
    expect(watcher.told).toEqual(['2 online'])
    go(other.receiver)
    settle()
    expect(watcher.told).toEqual(['2 online'])
  })

  test('who leaves for good is told offline', () => {
    const { come, go, settle } = setUp()
    const watcher = come(1)
    const other = come(2)
    settle()
    watcher.told.length = 0

    go(other.receiver)
    settle()

    expect(watcher.told).toEqual(['2 offline'])
  })

  test('a page that reloads never left', () => {
    const { come, go, settle } = setUp()
    const watcher = come(1)
    const page = come(2)
    settle()
    watcher.told.length = 0

    go(page.receiver)
    come(2)
    settle()

    expect(watcher.told).toEqual([])
  })

  test('a room with very many connections is told nothing', () => {
    const { come, settle } = setUp()
    const watcher = come(1)
    for (let id = 2; id <= bounds.maxEphemeralReceivers + 1; id += 1) come(id)
    settle()
    expect(watcher.told).toEqual([])
  })

  test('stops its timer', () => {
    const { clock, presence, come } = setUp()
    come(1)
    presence.stop()
    expect(clock.pending()).toBe(0)
  })
})
