import type { EventPayload, RoomEventType, UserEventType } from '../protocol/events.ts'
import type { SyncReset } from '../protocol/requests.ts'
import type { OutgoingMessage } from './chat-state.ts'
import type { ConnectionState } from './connection-state.ts'
import type { ChatError } from './errors.ts'

/**
 * What `client.on` can be asked for. Durable events of a room (`message`, `message_deleted`, `member_changed`, …) come in
 * the room's order, each once, live or caught up alike; history that is paged in is not news, and raises none.
 */
export type ChatEvents = {
  [T in RoomEventType | UserEventType]: EventPayload<T>
} & {
  read: EventPayload<'read'>
  typing: EventPayload<'typing'>
  presence: EventPayload<'presence'>
  connection: ConnectionState
  /** The events between are not to be had [P-31]; the room's newest messages are there, `history` has the rest. */
  room_reset: { room: string; reason: SyncReset['reason'] }
  /** A message was refused for good. */
  send_failed: { message: OutgoingMessage; error: ChatError }
  /** Programs get a session's token at log-in, and may keep it for the next start; browsers never see one. */
  token: { token: string }
  /** Something went wrong where nobody was waiting for an answer. */
  error: { error: Error; while: string }
}

export interface Emitter<Events> {
  /** The returned function takes the listener off, and may be called twice. */
  readonly on: <T extends keyof Events>(type: T, listener: (payload: Events[T]) => void) => () => void
  readonly emit: <T extends keyof Events>(type: T, payload: Events[T]) => void
}

/** Listeners are called in the order they came. One that throws is the caller's bug: it is reported, the others still run. */
export function createEmitter<Events>(): Emitter<Events> {
  const listeners = new Map<keyof Events, Set<(payload: never) => void>>()
  return {
    on(type, listener) {
      const set = listeners.get(type) ?? new Set()
      listeners.set(type, set.add(listener))
      return () => set.delete(listener)
    },
    emit(type, payload) {
      for (const listener of [...(listeners.get(type) ?? [])]) guarded(() => listener(payload as never))
    },
  }
}

/** Thrown again outside of our own work, where it reaches the page's or the process's handler of uncaught errors. */
function guarded(call: () => void): void {
  try {
    call()
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
