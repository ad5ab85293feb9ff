import type { RoomView } from '../protocol/views.ts'
import { createRoomLog, type RoomLog } from './room-log.ts'
import { newRoomModel, type RoomModel } from './room-model.ts'
import { toRoomState } from './room-state.ts'
import type { StateStore } from './state-store.ts'

export interface Room {
  readonly log: RoomLog
  model: RoomModel
}

/** The rooms one is a member of. Whatever changes in one of them is published in the state. */
export interface Rooms {
  get(id: string): Room | undefined
  ids(): string[]
  /** A room that was not known: its log begins here, and `history` has what was before [P-30]. */
  adopt(view: RoomView, epoch: string): void
  /** Nothing where the room is not known (any more). */
  update(id: string, change: (model: RoomModel) => RoomModel): void
  remove(id: string): void
  clear(): void
}

export function createRooms(store: StateStore): Rooms {
  const rooms = new Map<string, Room>()

  function update(id: string, change: (model: RoomModel) => RoomModel): void {
    const room = rooms.get(id)
    if (room === undefined) return
    const isCatchingUp = room.log.isBehind()
    const changed = change(room.model)
    const next = changed.isCatchingUp === isCatchingUp ? changed : { ...changed, isCatchingUp }
    const previous = store.get().rooms.get(id)
    if (next === room.model && previous !== undefined) return
    room.model = next
    store.setRoom(id, toRoomState(next, previous))
  }

  return {
    get: (id) => rooms.get(id),
    ids: () => [...rooms.keys()],
    adopt(view, epoch) {
      rooms.set(view.id, {
        log: createRoomLog({ seq: view.last_seq, epoch }),
        model: newRoomModel(view),
      })
      update(view.id, (model) => model)
    },
    update,
    remove(id) {
      rooms.delete(id)
      store.removeRoom(id)
    },
    clear() {
      rooms.clear()
      store.set({ rooms: new Map() })
    },
  }
}
