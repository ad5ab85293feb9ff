import type { EventPayload } from '../protocol/events.ts'
import type { Clock } from './clock.ts'
import type { Ask } from './requests.ts'
import { withoutTypist } from './room-model.ts'
import type { Rooms } from './rooms.ts'

export interface Typing {
  /** Oneself is typing: tells the others, at most once in 3 s. */
  readonly tell: (room: string) => void
  readonly heard: (event: EventPayload<'typing'>) => void
  readonly clear: () => void
}

/** [P-42] What comes sooner is refused. */
const intervalMs = 3_000
/** So that one which was lost does not make the line flicker. */
const expiryMs = 2 * intervalMs

export function createTyping(options: { rooms: Rooms; ask: Ask; clock: Clock }): Typing {
  const { rooms, ask, clock } = options
  const toldAtMs = new Map<string, number>()
  const expiries = new Map<string, { cancel: () => void; end: () => void }>()

  function tell(room: string): void {
    const nowMs = clock.monotonicMs()
    if (nowMs - (toldAtMs.get(room) ?? -Infinity) < intervalMs) return
    toldAtMs.set(room, nowMs)
    // Nobody misses it where it cannot be told.
    ask('typing', { room }).catch(() => undefined)
  }

  function heard({ room, user_id, display_name }: EventPayload<'typing'>): void {
    const key = `${room}:${user_id}`
    expiries.get(key)?.cancel()
    const end = (): void => {
      expiries.delete(key)
      forget(room, user_id)
    }
    expiries.set(key, { cancel: clock.after(expiryMs, end), end })
    rooms.update(room, (model) => {
      if (model.typing.some((typist) => typist.user_id === user_id)) return model
      return { ...model, typing: [...model.typing, { user_id, display_name }] }
    })
  }

  function forget(room: string, userId: string): void {
    rooms.update(room, (model) => ({ ...model, typing: withoutTypist(model, userId) }))
  }

  return {
    tell,
    heard,
    clear() {
      for (const { cancel, end } of [...expiries.values()]) {
        cancel()
        end()
      }
      toldAtMs.clear()
    },
  }
}
