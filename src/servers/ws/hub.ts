import type { Account } from '../../domain/account.ts'
import type { StoredEvent } from '../../domain/store.ts'
import type { Log } from '../../platform/log.ts'
import type { Identity } from './connection-state.ts'
import { textFrames } from './frame.ts'

/** What the hub needs of a connection. */
export interface Receiver {
  send(frame: Buffer): void
  sendEphemeral(frame: Buffer): void
  close(cause: 'revoked'): void
}

/** Who is connected, and who is to be told what. */
export interface Hub {
  /**
   * From now on the receiver is told what its user may know. To be called in the continuation of `store.snapshot()`, with
   * what it said: whatever is not in the snapshot comes after it. Again for the same receiver it changes nothing but the rooms.
   */
  attach(
    receiver: Receiver,
    identity: Identity,
    snapshot: { account: Account; rooms: readonly AttachedRoom[] },
  ): void
  /** Idempotent. Says whose it was, with the rooms that were told of it. */
  detach(receiver: Receiver): ConnectedUser | undefined
  /** Tells each event to those who may know it. The store's only listener, so that there is one path to clients. */
  deliver(events: readonly StoredEvent[]): void
  /** How many revocations were told so far: whether one came while something was being waited for. */
  revocations(): number
  /** `undefined` while the user has no connection. */
  user(accountId: number): ConnectedUser | undefined
  /** Connections of a room's members. */
  inRoom(roomId: number): ReadonlySet<Receiver>
  /** [P-63] Why somebody may only read in a room; `null` where they may speak. As old as what was told last. */
  silenceOf(accountId: number, roomId: number): 'muted' | 'archived' | null
}

/** A room as its member comes to it. */
export interface AttachedRoom {
  readonly id: number
  readonly muted: boolean
  readonly archived: boolean
}

/** A user with at least one connection. */
export interface ConnectedUser {
  readonly accountId: number
  readonly displayName: string
  /** Each connection with its login. */
  readonly connections: ReadonlyMap<Receiver, Identity>
  /** Membership, kept up to date by the events themselves: authorization is never older than what is being told. */
  readonly rooms: ReadonlySet<number>
}

interface User {
  readonly accountId: number
  displayName: string
  readonly connections: Map<Receiver, Identity>
  readonly rooms: Set<number>
  readonly mutedIn: Set<number>
}

/** A receiver takes a run whole, or is closed as slow: it must stay far below `hardBufferBytes`. */
const maxRunCharacters = 64 * 1024

const nobody: ReadonlySet<Receiver> = new Set()

export function createHub(options: { log: Log }): Hub {
  const users = new Map<number, User>()
  const rooms = new Map<number, Set<Receiver>>()
  /** Of the rooms that somebody is connected to. */
  const archived = new Set<number>()
  const owners = new Map<Receiver, User>()
  let revocations = 0

  function attach(receiver: Receiver, identity: Identity, snapshot: Parameters<Hub['attach']>[2]): void {
    const user = userOf(snapshot.account)
    user.connections.set(receiver, identity)
    owners.set(receiver, user)
    const current = new Set(snapshot.rooms.map(({ id }) => id))
    for (const roomId of [...user.rooms]) if (!current.has(roomId)) leave(user, roomId)
    for (const room of snapshot.rooms) {
      enter(user, room.id)
      setIn(user.mutedIn, room.id, room.muted)
      setIn(archived, room.id, room.archived)
    }
  }

  function detach(receiver: Receiver): ConnectedUser | undefined {
    const user = owners.get(receiver)
    if (user === undefined) return undefined
    owners.delete(receiver)
    user.connections.delete(receiver)
    for (const roomId of user.rooms) removeFromRoom(roomId, receiver)
    if (user.connections.size === 0) users.delete(user.accountId)
    return user
  }

  function deliver(events: readonly StoredEvent[]): void {
    for (const run of runsOf(events)) {
      try {
        deliverRun(run)
      } catch (error) {
        // What cannot be told must not keep the others from being told.
        options.log.error('event_not_delivered', { type: run[0].type, seq: run[0].seq, error })
      }
    }
  }

  function deliverRun(run: Run): void {
    const [first] = run
    if (first.stream === 'user') return deliverToUser(first)
    // Before it is told: who joined hears of it, and who was removed hears nothing any more [P-52].
    const user = first.type === 'member_changed' ? users.get(first.userId) : undefined
    if (user && first.type === 'member_changed') {
      applyMembership(user, first.roomId, first.member)
      setIn(user.mutedIn, first.roomId, first.muted)
    }
    for (const event of run) if (event.type === 'room_updated') setIn(archived, event.roomId, event.archived)
    tell(
      inRoom(first.roomId),
      run.map(({ frame }) => frame),
    )
  }

  function deliverToUser(event: Extract<StoredEvent, { stream: 'user' }>): void {
    if (event.type === 'session_revoked') revocations += 1
    const user = users.get(event.userId)
    if (user === undefined) return
    if (event.type === 'session_revoked') return revoke(user, event)
    if (event.type === 'profile_changed') user.displayName = displayNameIn(event.frame)
    if (event.type === 'rooms_changed') applyMembership(user, event.roomId, event.shown)
    tell(user.connections.keys(), [event.frame])
  }

  /** `null`: nothing has changed. */
  function applyMembership(user: User, roomId: number, isIn: boolean | null): void {
    if (isIn === true) enter(user, roomId)
    if (isIn === false) leave(user, roomId)
  }

  /** [P-52] What was on its way goes out in this tick; then the close. */
  function revoke(user: User, event: Extract<StoredEvent, { type: 'session_revoked' }>): void {
    const frame = textFrames([event.frame])
    for (const [receiver, { sessionId }] of [...user.connections]) {
      const isMeant =
        event.sessionId === null ? sessionId !== event.exceptSessionId : sessionId === event.sessionId
      if (!isMeant) continue
      receiver.send(frame)
      receiver.close('revoked')
      detach(receiver)
    }
  }

  function userOf(account: Account): User {
    const { id: accountId, displayName } = account
    const user = users.get(accountId) ?? newUser(account)
    users.set(accountId, user)
    user.displayName = displayName
    return user
  }

  function enter(user: User, roomId: number): void {
    user.rooms.add(roomId)
    const receivers = rooms.get(roomId) ?? new Set()
    rooms.set(roomId, receivers)
    for (const receiver of user.connections.keys()) receivers.add(receiver)
  }

  function leave(user: User, roomId: number): void {
    user.rooms.delete(roomId)
    user.mutedIn.delete(roomId)
    for (const receiver of user.connections.keys()) removeFromRoom(roomId, receiver)
  }

  function removeFromRoom(roomId: number, receiver: Receiver): void {
    const receivers = rooms.get(roomId)
    receivers?.delete(receiver)
    if (receivers?.size !== 0) return
    rooms.delete(roomId)
    archived.delete(roomId)
  }

  function silenceOf(accountId: number, roomId: number): 'muted' | 'archived' | null {
    if (users.get(accountId)?.mutedIn.has(roomId)) return 'muted'
    return archived.has(roomId) ? 'archived' : null
  }

  const inRoom = (roomId: number): ReadonlySet<Receiver> => rooms.get(roomId) ?? nobody

  return {
    attach,
    detach,
    deliver,
    revocations: () => revocations,
    user: (accountId) => users.get(accountId),
    inRoom,
    silenceOf,
  }
}

function newUser({ id, displayName }: Account): User {
  return {
    ...{ accountId: id, displayName, connections: new Map() },
    ...{ rooms: new Set(), mutedIn: new Set() },
  }
}

function setIn(set: Set<number>, id: number, isIn: boolean): void {
  if (isIn) set.add(id)
  else set.delete(id)
}

/** Encodes once, for all; not at all where nobody listens. */
function tell(receivers: Iterable<Receiver>, texts: readonly string[]): void {
  let frames: Buffer | undefined
  for (const receiver of receivers) {
    frames ??= textFrames(texts)
    receiver.send(frames)
  }
}

type Run = readonly [StoredEvent, ...StoredEvent[]]

/** Neighbours that the same people are told travel as one buffer, so that eight messages cost a receiver what one does. */
function* runsOf(events: readonly StoredEvent[]): Generator<Run> {
  let run: [StoredEvent, ...StoredEvent[]] | undefined
  let characters = 0
  for (const event of events) {
    characters += event.frame.length
    if (run !== undefined && haveSameReceivers(run[0], event) && characters <= maxRunCharacters) {
      run.push(event)
      continue
    }
    if (run !== undefined) yield run
    run = [event]
    characters = event.frame.length
  }
  if (run !== undefined) yield run
}

/** Who comes or goes changes who is told, so it is a run of its own. */
function haveSameReceivers(one: StoredEvent, other: StoredEvent): boolean {
  if (one.stream === 'user' || other.stream === 'user') return false
  return one.roomId === other.roomId && one.type !== 'member_changed' && other.type !== 'member_changed'
}

function displayNameIn(frame: string): string {
  const { payload } = JSON.parse(frame) as { payload: { display_name: string } }
  return payload.display_name
}
