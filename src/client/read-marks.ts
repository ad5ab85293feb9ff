import type { ResponsePayload } from '../protocol/requests.ts'
import type { Clock } from './clock.ts'
import type { Ask } from './requests.ts'
import { markRead } from './room-model.ts'
import type { Rooms } from './rooms.ts'

export interface ReadMarks {
  /** Up to `n`, or all there is. */
  readonly mark: (room: string, n?: number) => void
  /** Another of the user's devices has read. */
  readonly heard: (mark: { room: string; n: number; mentions: number }) => void
  /** Has the server count the mentions above the mark. */
  readonly recount: (room: string) => void
  /** A log-in has succeeded: tells what the server has not heard yet. */
  readonly resume: () => void
  /** What the server has not heard of this room means nothing any more. */
  readonly forget: (room: string) => void
  readonly clear: () => void
}

/** Scrolling through a room marks each message; the server hears of the last one. */
const throttleMs = 500

/** Shown at once, told to the server a little later, and again until it has heard. */
export function createReadMarks(options: {
  rooms: Rooms
  ask: Ask
  clock: Clock
  isReady: () => boolean
}): ReadMarks {
  const { rooms, clock } = options
  const untold = new Map<string, number>()
  let cancel: (() => void) | null = null

  function mark(id: string, n?: number): void {
    const room = rooms.get(id)
    // What is shown may be of another past than the mark would be.
    if (room === undefined || room.log.isDoubtful()) return
    const { view } = room.model
    const readN = Math.min(n ?? view.last_n, view.last_n)
    if (readN <= view.last_read_n) return
    rooms.update(id, (model) => ({ ...model, view: markRead(model.view, readN) }))
    untold.set(id, readN)
    schedule()
  }

  function schedule(): void {
    cancel ??= clock.after(throttleMs, tellAll)
  }

  function tellAll(): void {
    cancel = null
    if (!options.isReady()) return
    for (const [room, n] of untold) void tell(room, n) // Rejects never: what was not heard stays untold.
  }

  function recount(room: string): void {
    const view = rooms.get(room)?.model.view
    if (view) void tell(room, view.last_read_n) // Rejects never, as above.
  }

  async function tell(room: string, n: number): Promise<void> {
    try {
      const { payload } = await options.ask('read', { room, n })
      if (untold.get(room) === n) untold.delete(room)
      heard(payload as unknown as ResponsePayload<'read'>)
    } catch (error) {
      if (!isWorthRepeating(error)) untold.delete(room)
    }
  }

  function heard({ room, n, mentions }: { room: string; n: number; mentions: number }): void {
    rooms.update(room, (model) => {
      // An answer that a newer mark has overtaken counts mentions that were read since.
      if (n < model.view.last_read_n) return model
      return { ...model, view: markRead(model.view, n, mentions) }
    })
  }

  return {
    mark,
    heard,
    recount,
    resume: () => {
      if (untold.size > 0) schedule()
    },
    forget: (room) => void untold.delete(room),
    clear: () => untold.clear(),
  }
}

function isWorthRepeating(error: unknown): boolean {
  return (error as { retryable?: boolean }).retryable === true
}
