import type { EphemeralEventType, EventPayload, UserEventType } from '../protocol/events.ts'
import type { ReplyFrame } from '../protocol/frames.ts'
import { createCatchUp } from './catch-up.ts'
import type { ChatEvents, Emitter } from './chat-events.ts'
import { createFeed, type Feed } from './feed.ts'
import type { Surroundings } from './options.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { createPaging, type Paging } from './paging.ts'
import { createPauses } from './pauses.ts'
import { createPresence, type Presence } from './presence.ts'
import { createReadMarks, type ReadMarks } from './read-marks.ts'
import type { Ask } from './requests.ts'
import type { RoomEvent } from './room-log.ts'
import { createRooms } from './rooms.ts'
import type { Welcome } from './session.ts'
import { type StateStore, signedOutState } from './state-store.ts'
import { createTyping, type Typing } from './typing.ts'
import { newUuid } from './uuid.ts'

/** All that is said, to and fro, once one is logged in. */
export interface Conversation {
  readonly outbox: Outbox
  readonly paging: Paging
  readonly marks: ReadMarks
  readonly typing: Typing
  readonly presence: Presence
  /** A log-in has succeeded: the server's snapshot, and all that waited for it. */
  welcome(welcome: Welcome): void
  hear(frame: ReplyFrame): void
  /** The connection is gone: what is said now is said again later, and nobody is typing as far as we know. */
  rest(): void
  /** Takes what is unsent, of whoever is logged in now, out of the store; to be called later if need be. */
  outboxDiscarder(): () => Promise<void>
  /** Signed out: nothing of the account stays but what is in the outbox's store. */
  forget(): void
}

export interface ConversationOptions {
  surroundings: Surroundings
  store: StateStore
  emitter: Emitter<ChatEvents>
  ask: Ask
  isReady: () => boolean
}

export function createConversation(options: ConversationOptions): Conversation {
  const { surroundings, store, emitter, ask, isReady } = options
  const { clock, random, maxTimelineMessages } = surroundings
  let owner: string | null = null
  const rooms = createRooms(store)
  const pauses = createPauses(clock)
  const outbox = createOutbox({
    store: surroundings.outbox,
    ask,
    clock,
    pauses,
    random,
    newId: () => newUuid(clock.nowMs()),
    isReady,
    hasPassed: (room, n) => (rooms.get(room)?.model.appliedN ?? 0) >= n,
    onChange: (room) => rooms.update(room, (model) => ({ ...model, outgoing: outbox.entriesOf(room) })),
    onFailed: (message, error) => emitter.emit('send_failed', { message, error }),
    onStoreError: report('outbox'),
  })
  const catchUp = createCatchUp({ rooms, feed: () => feed, ask, pauses, random, isReady })
  const feed: Feed = createFeed({
    rooms,
    outbox,
    emitter,
    maxTimelineMessages,
    onBehind: catchUp.start,
    onCountInDoubt: (room) => marks.recount(room),
    onLeft: (left) => outbox.giveUp((room) => room === left),
    onOtherPast: (room) => marks.forget(room),
  })
  const paging = createPaging({ rooms, ask, maxTimelineMessages, isReady, onError: report('history') })
  const marks = createReadMarks({ rooms, ask, clock, isReady })
  const typing = createTyping({ rooms, ask, clock })
  const presence = createPresence({ rooms, store, ask, isReady, onError: report('presence') })

  emitter.on('room_reset', ({ room }) => void presence.refresh(room)) // Rejects never: failures are reported.

  function report(during: string): (error: Error) => void {
    return (error) => emitter.emit('error', { error, while: during })
  }

  function welcome(welcome: Welcome): void {
    const { user_id, username, display_name, role, place_name: placeName = '' } = welcome
    if (owner !== null && owner !== ownerOf(welcome)) forget()
    store.set({ account: { user_id, username, display_name, role }, placeName, presence: new Map() })
    feed.welcome(welcome.rooms, welcome.epoch, { user_id })
    void refillOutbox(ownerOf(welcome)) // Rejects never: the store's failures are reported.
    paging.resume()
    marks.resume()
    presence.resume()
  }

  async function refillOutbox(current: string): Promise<void> {
    if (owner !== current) {
      owner = current
      await outbox.load(current)
      // Somebody else has logged in meanwhile.
      if (owner !== current) return
    }
    outbox.giveUp((room) => rooms.get(room) === undefined)
    outbox.flush()
  }

  function hear(frame: ReplyFrame): void {
    const { room, seq } = frame.payload
    if (typeof room === 'string' && typeof seq === 'number') {
      return feed.receive(room, [frame as unknown as RoomEvent])
    }
    hearEphemeral(frame as unknown as EphemeralFrame)
  }

  function hearEphemeral(event: EphemeralFrame): void {
    switch (event.type) {
      case 'rooms_changed':
        feed.roomsChanged(event.payload)
        break
      case 'profile_changed':
        renameSelf(event.payload)
        break
      case 'notify_level':
        setLevel(event.payload)
        break
      case 'read':
        marks.heard(event.payload)
        break
      case 'typing':
        typing.heard(event.payload)
        break
      case 'presence':
        presence.heard(event.payload)
        break
      case 'session_revoked':
        break
      default:
        // A newer server's event, or a reply to nobody.
        event satisfies never
        return
    }
    emitter.emit(event.type, event.payload)
  }

  function renameSelf({ username, display_name, role }: EventPayload<'profile_changed'>): void {
    const { account } = store.get()
    if (account !== null) store.set({ account: { ...account, username, display_name, role } })
  }

  function setLevel({ room, level }: EventPayload<'notify_level'>): void {
    rooms.update(room, (model) => ({ ...model, view: { ...model.view, notify_level: level } }))
  }

  function forget(): void {
    owner = null
    for (const part of [outbox, paging, marks, typing, presence]) part.clear()
    rooms.clear()
    store.set(signedOutState)
  }

  function rest(): void {
    pauses.endAll()
    typing.clear()
  }

  function outboxDiscarder(): () => Promise<void> {
    const of = owner
    return async () => {
      if (of !== null) await outbox.discardAll(of)
    }
  }

  return { outbox, paging, marks, typing, presence, welcome, hear, rest, outboxDiscarder, forget }
}

type EphemeralFrame = {
  [T in Exclude<EphemeralEventType | UserEventType, 'draining'>]: { type: T; payload: EventPayload<T> }
}[Exclude<EphemeralEventType | UserEventType, 'draining'>]

/** A database that was begun anew has the same ids, and other people. */
function ownerOf({ user_id, username }: Welcome): string {
  return `${user_id}:${username}`
}
