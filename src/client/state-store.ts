import type { ChatState, RoomState } from './chat-state.ts'

export interface StateStore {
  readonly get: () => ChatState
  /** Replaces what is named, the rest keeps its identity. */
  readonly set: (change: Partial<ChatState>) => void
  readonly setRoom: (id: string, room: RoomState) => void
  readonly removeRoom: (id: string) => void
  readonly subscribe: (listener: () => void) => () => void
}

export const signedOutState = { account: null, rooms: new Map(), presence: new Map() } as const

/** Holds the newest state. A burst of changes is told to the listeners once, at the end of the microtask. */
export function createStateStore(): StateStore {
  const listeners = new Set<() => void>()
  let isTelling = false
  let state: ChatState = {
    connection: { name: 'closed', reason: 'idle' },
    placeName: '',
    ...signedOutState,
  }

  function set(change: Partial<ChatState>): void {
    state = { ...state, ...change }
    if (isTelling) return
    isTelling = true
    queueMicrotask(() => {
      isTelling = false
      for (const listener of [...listeners]) listener()
    })
  }

  return {
    get: () => state,
    set,
    setRoom: (id, room) => set({ rooms: new Map(state.rooms).set(id, room) }),
    removeRoom: (id) => set({ rooms: new Map([...state.rooms].filter(([key]) => key !== id)) }),
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
