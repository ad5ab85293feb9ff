import type { MessageView } from '../protocol/views.ts'
import type { RoomState, TimelineEntry } from './chat-state.ts'
import { entryKey } from './entry-key.ts'
import type { RoomModel } from './room-model.ts'

/** What a screen is shown of a room; what did not change keeps its identity from `previous`. */
export function toRoomState(model: RoomModel, previous: RoomState | undefined): RoomState {
  const { view, timeline, outgoing, members, typing, isLoading, isCatchingUp } = model
  const entries = [...timeline.messages.map(entryOf), ...outgoing]
  return {
    room: view,
    unread: Math.max(0, view.last_n - view.last_read_n),
    entries: previous && isSame(previous.entries, entries) ? previous.entries : entries,
    hasOlder: timeline.hasOlder,
    hasNewer: timeline.hasNewer,
    isLoading,
    isCatchingUp,
    members,
    typing,
  }
}

const entryByMessage = new WeakMap<MessageView, TimelineEntry>()

function entryOf(message: MessageView): TimelineEntry {
  const entry = entryByMessage.get(message) ?? { kind: 'message', key: entryKey(message), message }
  entryByMessage.set(message, entry)
  return entry
}

function isSame(before: readonly TimelineEntry[], after: readonly TimelineEntry[]): boolean {
  return before.length === after.length && before.every((entry, index) => entry === after[index])
}
