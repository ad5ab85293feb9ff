import type { EventPayload } from '../protocol/events.ts'
import type { SyncReset } from '../protocol/requests.ts'
import type { MessageView, RoomView } from '../protocol/views.ts'
import type { RoomMember, TimelineEntry, Typist } from './chat-state.ts'
import { applyChange, type MessageChange } from './message-change.ts'
import type { RoomEvent } from './room-log.ts'
import { append, emptyTimeline, lastN, type Timeline } from './timeline.ts'

/** What is known of one room; immutable, and every function below is pure. */
export interface RoomModel {
  readonly view: RoomView
  /** The last message that the log has let through; `view.last_n` runs ahead of it while catching up. */
  readonly appliedN: number
  readonly timeline: Timeline
  readonly outgoing: readonly TimelineEntry[]
  readonly members: readonly RoomMember[] | null
  readonly typing: readonly Typist[]
  readonly isLoading: boolean
  /** What has changed while a page was under way that may not know of it. */
  readonly changes: readonly MessageChange[]
  readonly isCatchingUp: boolean
}

export interface Self {
  readonly user_id: string
}

export function newRoomModel(view: RoomView): RoomModel {
  return {
    view,
    appliedN: view.last_n,
    timeline: emptyTimeline(view.last_n),
    outgoing: [],
    members: null,
    typing: [],
    isLoading: false,
    changes: [],
    isCatchingUp: false,
  }
}

export function applyEvent(
  model: RoomModel,
  event: RoomEvent,
  context: { self: Self; max: number },
): RoomModel {
  const next = advance(model, event.payload)
  switch (event.type) {
    case 'message':
      return applyMessage(next, event.payload, context)
    case 'message_edited':
    case 'message_deleted':
    case 'reaction':
    case 'pin':
      return changeMessage(next, event, { self: context.self, isNews: isNews(model.view, event) })
    case 'member_changed':
      return applyMember(next, event.payload, context.self)
    case 'room_updated': {
      const { name, topic, archived } = event.payload
      const typing = archived ? [] : next.typing
      return { ...next, typing, view: { ...next.view, name, topic, archived } }
    }
    default:
      event satisfies never
      return next
  }
}

function advance(model: RoomModel, { seq }: { seq: number }): RoomModel {
  return seq > model.view.last_seq ? { ...model, view: { ...model.view, last_seq: seq } } : model
}

function applyMessage(
  model: RoomModel,
  message: MessageView,
  { self, max }: { self: Self; max: number },
): RoomModel {
  return {
    ...model,
    view: countMessage(model.view, message, self),
    appliedN: Math.max(model.appliedN, message.n),
    timeline: append(model.timeline, [message], max),
    typing: withoutTypist(model, message.sender_id),
  }
}

export function withoutTypist({ typing }: Pick<RoomModel, 'typing'>, userId: string): readonly Typist[] {
  return typing.filter(({ user_id }) => user_id !== userId)
}

function changeMessage(
  model: RoomModel,
  change: MessageChange,
  { self, isNews }: { self: Self; isNews: boolean },
): RoomModel {
  const { n } = change.payload
  const timeline = applyChange(model.timeline, change)
  const [before, after] = [model.timeline, timeline].map((each) => callsAt(each, n, self))
  const isCounted = isNews && n > model.view.last_read_n && before !== after
  const mentions = model.view.mentions + (isCounted ? (after ? 1 : -1) : 0)
  return {
    ...model,
    timeline,
    view: { ...model.view, mentions },
    changes: model.isLoading ? [...model.changes, change] : model.changes,
  }
}

/** Whether a change may have added or taken a mention that is not seen from here: the server knows. */
export function isCountInDoubt({ view, timeline }: RoomModel, event: RoomEvent, self: Self): boolean {
  if (event.type !== 'message_edited' && event.type !== 'message_deleted') return false
  const { n, message } = event.payload
  if (!isNews(view, event) || n <= view.last_read_n) return false
  const isConcerned = view.mentions > 0 || isNamed(message, self)
  return isConcerned && !timeline.messages.some((each) => each.n === n)
}

/** A snapshot that the client had since has counted what it did. */
function isNews(view: RoomView, event: RoomEvent): boolean {
  return event.payload.seq > view.last_seq
}

function callsAt(timeline: Timeline, n: number, self: Self): boolean {
  const message = timeline.messages.find((each) => each.n === n)
  return message !== undefined && message.sender_id !== self.user_id && isNamed(message, self)
}

/** A message that the snapshot counted already, and that is being caught up with, is not counted again. */
function countMessage(view: RoomView, message: MessageView, self: Self): RoomView {
  const { n, ts } = message
  const isOwn = message.sender_id === self.user_id
  const isNews = n > view.last_n
  const mentions = view.mentions + (isNews && !isOwn && isNamed(message, self) ? 1 : 0)
  const seen = isNews ? { ...view, last_n: n, last_ts: ts, mentions } : view
  // [P-22] Who answers has read.
  return isOwn ? markRead(seen, n) : seen
}

function isNamed(message: MessageView, self: Self): boolean {
  return message.mentions_room === true || message.mentions?.includes(self.user_id) === true
}

/** A mark never moves back. How many mentions are left behind it only the server can tell, unless none can be. */
export function markRead(view: RoomView, n: number, mentions?: number): RoomView {
  const lastReadN = Math.max(view.last_read_n, n)
  const left = mentions ?? (lastReadN >= view.last_n ? 0 : view.mentions)
  return { ...view, last_read_n: lastReadN, mentions: left }
}

/** Names are in a direct room's view, too, and one's own role and voice are in that of any room. */
function applyMember(model: RoomModel, event: EventPayload<'member_changed'>, self: Self): RoomModel {
  const { user_id, display_name, role, muted } = event
  const view = { ...model.view }
  if (user_id === self.user_id && role !== undefined) Object.assign(view, { role, muted })
  if (view.people !== undefined) {
    view.people = view.people.map((one) => (one.user_id === user_id ? { ...one, display_name } : one))
    view.name = view.people.map((one) => one.display_name).join(', ')
  }
  // Who has left has no voice either.
  const typing = muted === false ? model.typing : withoutTypist(model, user_id)
  return { ...model, view, typing, members: changeMembers(model.members, event) }
}

/** Who is a member has a role; who joins comes last. */
function changeMembers(
  members: readonly RoomMember[] | null,
  event: EventPayload<'member_changed'>,
): readonly RoomMember[] | null {
  if (members === null) return null
  const { user_id, username, display_name, role, muted = false, place_role } = event
  if (role === undefined) return members.filter((member) => member.user_id !== user_id)
  const member = { user_id, username, display_name, role, muted, ...(place_role && { place_role }) }
  const index = members.findIndex((each) => each.user_id === user_id)
  return index < 0 ? [...members, member] : members.with(index, member)
}

/** [P-31] The whole truth. Who is a member has to be asked anew. */
export function resetModel(model: RoomModel, { snapshot }: SyncReset): RoomModel {
  const { room, messages, more } = snapshot
  return {
    ...newRoomModel(mergeRead(room, model.view)),
    appliedN: Math.max(room.last_n, lastN({ messages })),
    timeline: { messages, hasOlder: more, hasNewer: false },
    outgoing: model.outgoing,
  }
}

/** A newer view of the room. What was read here, and not yet told to the server, stays read: in the same past. */
export function welcomeModel(model: RoomModel, view: RoomView, isSamePast: boolean): RoomModel {
  return { ...model, view: isSamePast ? mergeRead(view, model.view) : view, typing: [] }
}

function mergeRead(view: RoomView, before: RoomView): RoomView {
  const readN = Math.min(before.last_read_n, view.last_n)
  return readN > view.last_read_n ? markRead(view, readN) : view
}
