import type { RequestPayload, ResponsePayload } from '../protocol/requests.ts'
import { applyChange } from './message-change.ts'
import type { Ask } from './requests.ts'
import type { RoomModel } from './room-model.ts'
import type { Rooms } from './rooms.ts'
import { appendPage, lastN, type Page, prependPage, type Timeline } from './timeline.ts'

/** Moves the windows on rooms' histories. */
export interface Paging {
  /** Loads the newest messages of a room that has none here yet, now or at the next log-in. */
  readonly open: (room: string) => void
  /** A log-in has succeeded. */
  readonly resume: () => void
  readonly loadOlder: (room: string) => Promise<void>
  readonly loadNewer: (room: string) => Promise<void>
  readonly showAround: (room: string, n: number) => Promise<void>
  readonly showLatest: (room: string) => Promise<void>
  readonly clear: () => void
}

export interface PagingOptions {
  rooms: Rooms
  ask: Ask
  /** Messages kept of a room. */
  maxTimelineMessages: number
  isReady: () => boolean
  onError: (error: Error) => void
}

type Where = Omit<RequestPayload<'history'>, 'room' | 'limit'>

const pageSize = 50

export function createPaging(options: PagingOptions): Paging {
  const { rooms, ask, isReady, onError, maxTimelineMessages: max } = options
  const opened = new Set<string>()

  function open(id: string): void {
    opened.add(id)
    const model = rooms.get(id)?.model
    if (!model?.timeline.hasOlder || model.timeline.messages.length > 0 || !isReady()) return
    loadOlder(id).catch(onError)
  }

  async function loadOlder(id: string): Promise<void> {
    const model = rooms.get(id)?.model
    if (!model?.timeline.hasOlder) return
    const edge = firstN(model)
    await load(id, { before_n: edge }, (current, page) =>
      // The window may have moved on while the page was under way.
      firstN(current) === edge ? prependPage(current.timeline, page, max) : current.timeline,
    )
  }

  async function loadNewer(id: string): Promise<void> {
    const model = rooms.get(id)?.model
    if (!model?.timeline.hasNewer) return
    const edge = lastN(model.timeline)
    await load(id, { after_n: edge }, (current, page) =>
      lastN(current.timeline) === edge
        ? appendPage(current.timeline, page, max, current.appliedN)
        : current.timeline,
    )
  }

  async function showAround(id: string, n: number): Promise<void> {
    await load(id, { around_n: n }, ({ appliedN }, { messages }) => ({
      messages,
      hasOlder: (messages[0]?.n ?? 1) > 1,
      hasNewer: lastN({ messages }) < appliedN,
    }))
  }

  async function showLatest(id: string): Promise<void> {
    if (rooms.get(id)?.model.timeline.hasNewer === false) return
    await load(id, {}, ({ appliedN }, { messages, more }) => ({
      messages,
      hasOlder: more,
      hasNewer: lastN({ messages }) < appliedN,
    }))
    // What came while the page was under way.
    await loadNewer(id)
  }

  async function load(
    id: string,
    where: Where,
    place: (model: RoomModel, page: Page) => Timeline,
  ): Promise<void> {
    const room = rooms.get(id)
    if (room === undefined || room.model.isLoading) return
    rooms.update(id, (model) => ({ ...model, isLoading: true }))
    try {
      const reply = await ask('history', { room: id, ...where, limit: pageSize })
      if (rooms.get(id) !== room) return
      const page = reply.payload as unknown as ResponsePayload<'history'>
      rooms.update(id, (model) => ({
        ...model,
        timeline: model.changes.reduce(applyChange, place(model, page)),
      }))
    } finally {
      rooms.update(id, (model) => ({ ...model, isLoading: false, changes: [] }))
    }
  }

  return {
    open,
    resume: () => {
      for (const id of opened) open(id)
    },
    loadOlder,
    loadNewer,
    showAround,
    showLatest,
    clear: () => opened.clear(),
  }
}

/** Where the window begins; one that is empty lies behind the last message. */
function firstN({ timeline, appliedN }: RoomModel): number {
  return timeline.messages[0]?.n ?? appliedN + 1
}
