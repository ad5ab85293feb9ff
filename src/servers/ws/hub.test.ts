import { describe, expect, test } from 'vitest'
import type { Account } from '../../domain/account.ts'
import type { StoredEvent } from '../../domain/store.ts'
import { type Log, silentLog } from '../../platform/log.ts'
import { limits } from '../../protocol/limits.ts'
import type { Identity } from './connection-state.ts'
import { createHub, type Hub, type Receiver } from './hub.ts'

const lobby = 10
const attic = 20

function account(id: number, displayName = `user ${id}`): Account {
  return { id, username: `user${id}`, displayName, role: 'member', createdAtMs: 0, disabledAtMs: null }
}

/** Of frames with at most 125 bytes each; of a longer one its first characters. */
function textsIn(frames: Buffer): string[] {
  const [, length = 0] = frames
  if (length > 125) return [frames.toString('latin1', 4, 14)]
  const text = frames.toString('utf8', 2, 2 + length)
  return frames.length === 2 + length ? [text] : [text, ...textsIn(frames.subarray(2 + length))]
}

/** Writes down what it is told, in order; `close` with its cause. */
function createReceiver() {
  const told: string[] = []
  const frames: Buffer[] = []
  const receiver: Receiver = {
    send(frame) {
      frames.push(frame)
      told.push(...textsIn(frame))
    },
    sendEphemeral: () => undefined,
    close: (cause) => void told.push(`closed: ${cause}`),
  }
  return { ...receiver, told, frames }
}

function join(hub: Hub, accountId: number, options: { rooms?: number[]; sessionId?: number } = {}) {
  const receiver = createReceiver()
  const identity: Identity = { accountId, sessionId: options.sessionId ?? accountId * 100 }
  const rooms = (options.rooms ?? [lobby]).map((id) => ({ id, muted: false, archived: false }))
  hub.attach(receiver, identity, { account: account(accountId), rooms })
  return receiver
}

const said = (frame: string, roomId = lobby): StoredEvent => ({
  stream: 'room',
  roomId,
  seq: 1,
  type: 'message',
  frame,
})
const membership = (userId: number, member: boolean | null, frame: string, muted = false): StoredEvent => ({
  stream: 'room',
  roomId: lobby,
  seq: 1,
  type: 'member_changed',
  userId,
  ...{ member, muted, frame },
})
const roomsChanged = (roomId: number, shown: boolean | null, frame: string): StoredEvent => ({
  stream: 'user',
  userId: 1,
  seq: 1,
  type: 'rooms_changed',
  roomId,
  shown,
  frame,
})
const updated = (archived: boolean): StoredEvent => ({
  ...{ stream: 'room', roomId: lobby, seq: 1, type: 'room_updated', archived, frame: 'updated' },
})
const revoked = (sessionId: number | null, exceptSessionId: number | null = null): StoredEvent => ({
  stream: 'user',
  userId: 1,
  seq: 1,
  type: 'session_revoked',
  sessionId,
  exceptSessionId,
  frame: 'revoked',
})

describe('the hub', () => {
  test('[P-25] tells an event of a room to every connection of its members, and to nobody else', () => {
    const hub = createHub({ log: silentLog })
    const first = join(hub, 1)
    const second = join(hub, 1, { sessionId: 101 })
    const other = join(hub, 2)
    const stranger = join(hub, 3, { rooms: [attic] })

    hub.deliver([said('a'), said('b')])

    expect([first.told, second.told, other.told]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ])
    expect(stranger.told).toEqual([])
  })

  test('[P-6] encodes an event once for all', () => {
    const hub = createHub({ log: silentLog })
    const receivers = [join(hub, 1), join(hub, 2)]
    hub.deliver([said('a')])
    expect(receivers[0]?.frames[0]).toBe(receivers[1]?.frames[0])
  })

  test('[P-6] neighbours of one room travel as one buffer, in order, and others between them are not overtaken', () => {
    const hub = createHub({ log: silentLog })
    const receiver = join(hub, 1, { rooms: [lobby, attic] })

    hub.deliver([said('a'), said('b'), said('c', attic), said('d'), said('e')])

    expect(receiver.told).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(receiver.frames).toHaveLength(3)
  })

  test('[P-41] what travels as one buffer stays far below the bound of a slow reader', () => {
    const hub = createHub({ log: silentLog })
    const receiver = join(hub, 1)

    hub.deliver(Array.from({ length: 40 }, (_, index) => said(`${index}`.padEnd(16_000, '.'))))

    expect(receiver.frames).toHaveLength(10)
    expect(Math.max(...receiver.frames.map(({ length }) => length))).toBeLessThan(limits.hardBufferBytes / 10)
  })

  test('[P-52] whoever was removed is not told of it, nor of what is said next in the same batch', () => {
    const hub = createHub({ log: silentLog })
    const removed = join(hub, 1)
    const stays = join(hub, 2)

    hub.deliver([said('before'), membership(1, false, 'left'), said('after')])

    expect(removed.told).toEqual(['before'])
    expect(stays.told).toEqual(['before', 'left', 'after'])
    expect(hub.user(1)?.rooms.has(lobby)).toBe(false)
  })

  test('whoever joins hears of it first, on every device', () => {
    const hub = createHub({ log: silentLog })
    const devices = [join(hub, 1, { rooms: [] }), join(hub, 1, { rooms: [] })]

    hub.deliver([said('before'), membership(1, true, 'joined'), said('after')])

    expect(devices.map(({ told }) => told)).toEqual([
      ['joined', 'after'],
      ['joined', 'after'],
    ])
  })

  test('[P-30] a new device that was in the room by its snapshot is told what comes after', () => {
    const hub = createHub({ log: silentLog })
    join(hub, 1, { rooms: [] })
    const later = join(hub, 1, { rooms: [lobby] })
    hub.deliver([said('a')])
    expect(later.told).toEqual(['a'])
  })

  test('a snapshot that no longer has a room takes it from all devices', () => {
    const hub = createHub({ log: silentLog })
    const earlier = join(hub, 1, { rooms: [lobby, attic] })
    join(hub, 1, { rooms: [attic] })
    hub.deliver([said('a'), said('b', attic)])
    expect(earlier.told).toEqual(['b'])
  })

  test('a direct room is told of from the moment it is shown until it is put away', () => {
    const hub = createHub({ log: silentLog })
    const own = join(hub, 1)
    hub.deliver([
      said('a', attic),
      roomsChanged(attic, true, 'shown'),
      said('b', attic),
      roomsChanged(attic, false, 'put away'),
      said('c', attic),
    ])
    expect(own.told).toEqual(['shown', 'b', 'put away'])
  })

  test('who has put a direct room away is not brought back by a new name or role', () => {
    const hub = createHub({ log: silentLog })
    const own = join(hub, 1, { rooms: [attic] })
    hub.deliver([membership(1, null, 'renamed'), said('a')])
    expect(own.told).toEqual([])
  })

  test('events of a user go to the user alone', () => {
    const hub = createHub({ log: silentLog })
    const own = join(hub, 1)
    const other = join(hub, 2)
    hub.deliver([roomsChanged(lobby, null, 'changed')])
    expect(own.told).toEqual(['changed'])
    expect(other.told).toEqual([])
  })

  test('a new name is known from the event on', () => {
    const hub = createHub({ log: silentLog })
    join(hub, 1)
    const frame = JSON.stringify({ type: 'profile_changed', payload: { display_name: 'New' } })
    hub.deliver([{ stream: 'user', userId: 1, seq: 1, type: 'profile_changed', frame }])
    expect(hub.user(1)?.displayName).toBe('New')
  })

  test.each([
    ['one login', revoked(100), ['revoked', 'closed: revoked'], ['after']],
    ['all logins', revoked(null), ['revoked', 'closed: revoked'], ['revoked', 'closed: revoked']],
    ['all but one', revoked(null, 101), ['revoked', 'closed: revoked'], ['after']],
  ])(
    '[P-52] revoking %s closes its connections and tells them nothing more',
    (_what, event, first, second) => {
      const hub = createHub({ log: silentLog })
      const receivers = [join(hub, 1, { sessionId: 100 }), join(hub, 1, { sessionId: 101 })]

      hub.deliver([event, said('after')])

      expect(receivers.map(({ told }) => told)).toEqual([first, second])
      expect(hub.revocations()).toBe(1)
    },
  )

  test('a connection that is gone is told nothing, and leaves nothing behind', () => {
    const hub = createHub({ log: silentLog })
    const gone = join(hub, 1)

    expect(hub.detach(gone)?.accountId).toBe(1)
    expect(hub.detach(gone)).toBeUndefined()
    hub.deliver([said('a'), membership(1, true, 'joined')])

    expect(gone.told).toEqual([])
    expect(hub.user(1)).toBeUndefined()
    expect(hub.inRoom(lobby).size).toBe(0)
  })

  test('an event that cannot be told is logged, and keeps no other back', () => {
    const errors: string[] = []
    const log: Log = { ...silentLog, error: (event) => void errors.push(event) }
    const hub = createHub({ log })
    const receiver = join(hub, 1)

    hub.deliver([{ stream: 'user', userId: 1, seq: 1, type: 'profile_changed', frame: 'no JSON' }, said('a')])

    expect(errors).toEqual(['event_not_delivered'])
    expect(receiver.told).toEqual(['a'])
  })
})

describe('[P-63] who may only read', () => {
  test('is known from the snapshot, and from each event on', () => {
    const hub = createHub({ log: silentLog })
    const rooms = [
      { id: lobby, muted: true, archived: false },
      { id: attic, muted: false, archived: true },
    ]
    hub.attach(createReceiver(), { accountId: 1, sessionId: 100 }, { account: account(1), rooms })
    join(hub, 2)
    expect([hub.silenceOf(1, lobby), hub.silenceOf(2, lobby)]).toEqual(['muted', null])
    expect(hub.silenceOf(1, attic)).toBe('archived')

    hub.deliver([membership(1, null, 'unmuted'), membership(2, null, 'muted', true)])
    expect([hub.silenceOf(1, lobby), hub.silenceOf(2, lobby)]).toEqual([null, 'muted'])

    hub.deliver([said('before'), updated(true)])
    expect(hub.silenceOf(1, lobby)).toBe('archived')
    hub.deliver([updated(false), membership(2, false, 'left')])
    expect([hub.silenceOf(1, lobby), hub.silenceOf(2, lobby)]).toEqual([null, null])
  })
})
