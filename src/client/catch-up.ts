import type { ReplyFrame } from '../protocol/frames.ts'
import type { ResponsePayload, SyncReset } from '../protocol/requests.ts'
import { backoffMs } from './backoff.ts'
import { ChatError } from './errors.ts'
import type { Feed } from './feed.ts'
import type { Pauses } from './pauses.ts'
import type { Ask } from './requests.ts'
import type { RoomEvent } from './room-log.ts'
import type { Room, Rooms } from './rooms.ts'

export interface CatchUp {
  /** Asks `sync` for the room until nothing is missing. Idempotent while it is at it. */
  readonly start: (room: string) => void
}

export interface CatchUpOptions {
  rooms: Rooms
  feed: () => Pick<Feed, 'receive' | 'reset' | 'leave'>
  ask: Ask
  pauses: Pauses
  random: () => number
  isReady: () => boolean
}

/** After a restart every room has a gap; asked all at once they would break the server's limit of requests. */
const maxRoomsAtOnce = 4

/** [P-30, P-31] Fills the gaps of rooms, page by page. */
export function createCatchUp(options: CatchUpOptions): CatchUp {
  const { rooms, feed, pauses } = options
  const waiting = new Set<string>()
  const active = new Set<string>()

  function start(id: string): void {
    if (active.has(id)) return
    waiting.add(id)
    pump()
  }

  function pump(): void {
    for (const id of waiting) {
      if (active.size >= maxRoomsAtOnce) return
      waiting.delete(id)
      active.add(id)
      void run(id) // Rejects never: it tries until there is nothing to do.
    }
  }

  async function run(id: string): Promise<void> {
    let failures = 0
    do {
      const waitMs = await askPage(id)
      failures = waitMs === null ? 0 : failures + 1
      if (waitMs !== null) await pauses.wait(Math.max(waitMs, backoffMs(failures, options.random)))
    } while (options.isReady() && rooms.get(id)?.log.isBehind())
    active.delete(id)
    pump()
  }

  /** `null` where it brought us further; else at least so many ms should pass before the next. */
  async function askPage(id: string): Promise<number | null> {
    const room = rooms.get(id)
    if (room === undefined || !options.isReady()) return null
    try {
      const payload = { room: id, epoch: room.log.epoch(), from: room.log.appliedSeq() }
      return takePage(id, room, await options.ask('sync', payload))
    } catch (error) {
      return onRefused(id, error)
    }
  }

  function takePage(id: string, room: Room, reply: ReplyFrame): number | null {
    // The room was left, and perhaps joined again, while the page was on its way.
    if (rooms.get(id) !== room) return null
    const before = room.log.appliedSeq()
    if (reply.type === 'sync_reset') {
      feed().reset(reply.payload as unknown as SyncReset)
      return null
    }
    const { events } = reply.payload as unknown as ResponsePayload<'sync'>
    feed().receive(id, events as RoomEvent[])
    return room.log.isBehind() && room.log.appliedSeq() === before ? 0 : null
  }

  function onRefused(id: string, error: unknown): number | null {
    if (!(error instanceof ChatError)) throw error
    if (error.code === 'not_found' || error.code === 'not_member') {
      feed().leave(id)
      return null
    }
    return error.code === 'disconnected' ? null : (error.retryAfterMs ?? 0)
  }

  return { start }
}
