import type { EventPayload } from '../protocol/events.ts'
import type { SyncReset } from '../protocol/requests.ts'
import type { MessageView, RoomView } from '../protocol/views.ts'
import type { ChatEvents, Emitter } from './chat-events.ts'
import type { Outbox } from './outbox.ts'
import type { RoomEvent } from './room-log.ts'
import {
  applyEvent,
  isCountInDoubt,
  type RoomModel,
  resetModel,
  type Self,
  welcomeModel,
} from './room-model.ts'
import type { Rooms } from './rooms.ts'

/** What the server tells of the rooms, on its way into the state and to the listeners. */
export interface Feed {
  /** The snapshot that comes with a log-in. */
  welcome(views: readonly RoomView[], epoch: string, self: Self): void
  /** Durable events of one room, live or caught up: applied in order, each once. */
  receive(room: string, events: readonly RoomEvent[]): void
  reset(reset: SyncReset): void
  roomsChanged(change: EventPayload<'rooms_changed'>): void
  /** A room that one came into; its events may have overtaken this news. */
  join(view: RoomView): void
  leave(room: string): void
}

export interface FeedOptions {
  rooms: Rooms
  outbox: Outbox
  emitter: Emitter<ChatEvents>
  /** Messages kept of a room. */
  maxTimelineMessages: number
  /** Something is, or may be, missing in the room: `sync` should be asked. */
  onBehind: (room: string) => void
  onLeft: (room: string) => void
  /** [P-33] A backup was restored: a message's `n` means another message now. */
  onOtherPast: (room: string) => void
  /** How many mentions are unread only the server can tell. */
  onCountInDoubt: (room: string) => void
}

export function createFeed(options: FeedOptions): Feed {
  const { rooms, outbox, emitter, onBehind, maxTimelineMessages: max } = options
  let epoch = ''
  let self: Self = { user_id: '' }

  function welcome(views: readonly RoomView[], newEpoch: string, newSelf: Self): void {
    epoch = newEpoch
    self = newSelf
    const current = new Set(views.map((view) => view.id))
    for (const id of rooms.ids()) if (!current.has(id)) leave(id)
    for (const view of views) refresh(view)
  }

  function refresh(view: RoomView): void {
    const room = rooms.get(view.id)
    if (room === undefined) return rooms.adopt(view, epoch)
    room.log.learnHead(view.last_seq, epoch)
    const isSamePast = !room.log.isDoubtful()
    if (!isSamePast) options.onOtherPast(view.id)
    rooms.update(view.id, (model) => welcomeModel(model, view, isSamePast))
    if (room.log.isBehind()) onBehind(view.id)
  }

  function receive(id: string, events: readonly RoomEvent[]): void {
    const room = rooms.get(id)
    if (room === undefined) return
    apply(id, room.log.receive(events))
    if (room.log.isBehind()) onBehind(id)
  }

  function apply(id: string, events: readonly RoomEvent[]): void {
    const model = rooms.get(id)?.model
    const isInDoubt = events.some((event) => model && isCountInDoubt(model, event, self))
    rooms.update(id, (model) => {
      const next = events.reduce((model, event) => applyEvent(model, event, { self, max }), model)
      return events.length === 0 ? model : settle(id, next, messagesIn(events))
    })
    for (const { type, payload } of events) emitter.emit(type, payload)
    if (isInDoubt) options.onCountInDoubt(id)
  }

  function reset(reset: SyncReset): void {
    const room = rooms.get(reset.room)
    if (room === undefined) return
    const { snapshot } = reset
    const later = room.log.reset(snapshot.room.last_seq, reset.epoch)
    rooms.update(reset.room, (model) => settle(reset.room, resetModel(model, reset), snapshot.messages))
    emitter.emit('room_reset', { room: reset.room, reason: reset.reason })
    apply(reset.room, later)
  }

  /** A message is never shown twice: as one that is on its way, and as one that is there. */
  function settle(id: string, model: RoomModel, messages: readonly MessageView[]): RoomModel {
    const own = messages.filter((message) => message.sender_id === self.user_id)
    outbox.settle(id, new Set(own.map((message) => message.client_msg_id)), model.appliedN)
    return { ...model, outgoing: outbox.entriesOf(id) }
  }

  function roomsChanged({ added, removed }: EventPayload<'rooms_changed'>): void {
    if (removed !== undefined) leave(removed)
    if (added !== undefined) join(added)
  }

  /** Events that overtook this news were dropped, so the log may be behind without knowing it: `sync` tells. */
  function join(view: RoomView): void {
    if (rooms.get(view.id) !== undefined) return
    rooms.adopt(view, epoch)
    onBehind(view.id)
  }

  function leave(id: string): void {
    rooms.remove(id)
    options.onLeft(id)
  }

  return { welcome, receive, reset, roomsChanged, join, leave }
}

function messagesIn(events: readonly RoomEvent[]): MessageView[] {
  return events.flatMap((event) => (event.type === 'message' ? [event.payload] : []))
}
