import type { EventPayload } from '../protocol/events.ts'
import type { ResponsePayload } from '../protocol/requests.ts'
import type { RoomMember } from './chat-state.ts'
import type { Ask } from './requests.ts'
import type { Rooms } from './rooms.ts'
import type { StateStore } from './state-store.ts'

/** Who is in a room, and who of them is here. */
export interface Presence {
  /** All members of a room, page by page; who of them is here comes along. */
  readonly loadMembers: (room: string) => Promise<readonly RoomMember[]>
  readonly heard: (event: EventPayload<'presence'>) => void
  /** What oneself is; said again after every log-in. */
  readonly set: (state: 'online' | 'away') => void
  /** A log-in has succeeded: what was known is stale. */
  readonly resume: () => void
  /** Nothing is known of the room's members any more. */
  readonly refresh: (room: string) => Promise<void>
  readonly clear: () => void
}

/** No room that can be shown as a list has more. */
const maxPages = 50

export function createPresence(options: {
  rooms: Rooms
  store: StateStore
  ask: Ask
  isReady: () => boolean
  onError: (error: Error) => void
}): Presence {
  const { rooms, store, ask, isReady, onError } = options
  const watched = new Set<string>()
  let own: 'online' | 'away' = 'online'

  async function loadMembers(room: string): Promise<readonly RoomMember[]> {
    watched.add(room)
    const members: RoomMember[] = []
    let cursor: string | undefined
    for (let page = 0; page < maxPages; page++) {
      const reply = await ask('members', { room, ...(cursor !== undefined && { cursor }) })
      const response = reply.payload as unknown as ResponsePayload<'members'>
      for (const { presence: _, ...member } of response.members) members.push(member)
      show(response.members.map(({ user_id, presence }) => [user_id, presence]))
      cursor = response.cursor
      if (cursor === undefined) break
    }
    rooms.update(room, (model) => ({ ...model, members }))
    return members
  }

  function show(states: [userId: string, state: EventPayload<'presence'>['state']][]): void {
    store.set({ presence: new Map([...store.get().presence, ...states]) })
  }

  function say(): void {
    if (isReady()) ask('presence', { state: own }).catch(onError)
  }

  /** One room after the other: there may be more of them than requests that the server takes at once. */
  async function refreshAll(): Promise<void> {
    for (const room of watched) await refresh(room)
  }

  async function refresh(room: string): Promise<void> {
    const isShown = watched.has(room) && rooms.get(room) !== undefined
    if (isShown && isReady()) await loadMembers(room).catch(onError)
  }

  return {
    loadMembers,
    heard: ({ user_id, state }) => show([[user_id, state]]),
    set(state) {
      if (state === own) return
      own = state
      say()
    },
    resume() {
      if (own !== 'online') say()
      void refreshAll() // Rejects never: failures are reported.
    },
    refresh,
    clear() {
      watched.clear()
      own = 'online'
    },
  }
}
