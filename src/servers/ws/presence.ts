import type { Clock } from '../../platform/clock.ts'
import type { PresenceState } from '../../protocol/values.ts'
import { bounds } from './bounds.ts'
import { eventFrame } from './frame.ts'
import type { Hub, Receiver } from './hub.ts'

/** Who is there, over all of a user's devices: online if any is, away if all are, offline without one. */
export interface Presence {
  stateOf(accountId: number): PresenceState
  /** A connection of the user came or is about to go; `roomIds` are the rooms that may be told. */
  changed(accountId: number, roomIds: Iterable<number>): void
  /** What a device says of its user. It is forgotten with its connection. */
  set(receiver: Receiver, accountId: number, state: 'online' | 'away'): void
  forget(receiver: Receiver): void
  stop(): void
}

/**
 * Changes are gathered for a moment and told once, so a page that reloads never left. Rooms with many receivers are not told:
 * there everybody's comings and goings would cost the square of the room, and `members` says it to whoever looks.
 */
export function createPresence(options: { hub: Hub; clock: Clock }): Presence {
  const { hub, clock } = options
  const away = new Set<Receiver>()
  const told = new Map<number, PresenceState>()
  const pending = new Map<number, Set<number>>()
  let cancel: (() => void) | undefined

  function stateOf(accountId: number): PresenceState {
    const user = hub.user(accountId)
    if (user === undefined) return 'offline'
    return [...user.connections.keys()].some((receiver) => !away.has(receiver)) ? 'online' : 'away'
  }

  function changed(accountId: number, roomIds: Iterable<number>): void {
    const rooms = pending.get(accountId) ?? new Set()
    pending.set(accountId, rooms)
    for (const roomId of roomIds) rooms.add(roomId)
    cancel ??= clock.after(bounds.presenceWindowMs, tellAll)
  }

  function set(receiver: Receiver, accountId: number, state: 'online' | 'away'): void {
    if (state === 'away') away.add(receiver)
    else away.delete(receiver)
    changed(accountId, hub.user(accountId)?.rooms ?? [])
  }

  function tellAll(): void {
    cancel = undefined
    const due = [...pending]
    pending.clear()
    for (const [accountId, roomIds] of due) tellOne(accountId, roomIds)
  }

  function tellOne(accountId: number, roomIds: ReadonlySet<number>): void {
    const state = stateOf(accountId)
    if (state === (told.get(accountId) ?? 'offline')) return
    if (state === 'offline') told.delete(accountId)
    else told.set(accountId, state)
    const receivers = receiversIn(roomIds)
    if (receivers.size === 0) return
    const frame = eventFrame('presence', { ts: clock.nowMs(), user_id: String(accountId), state })
    for (const receiver of receivers) receiver.sendEphemeral(frame)
  }

  function receiversIn(roomIds: ReadonlySet<number>): Set<Receiver> {
    const receivers = new Set<Receiver>()
    for (const roomId of roomIds) {
      const room = hub.inRoom(roomId)
      if (room.size <= bounds.maxEphemeralReceivers) for (const receiver of room) receivers.add(receiver)
    }
    return receivers
  }

  return {
    stateOf,
    changed,
    set,
    forget: (receiver) => void away.delete(receiver),
    stop: () => cancel?.(),
  }
}
