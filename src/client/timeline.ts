import type { MessageView } from '../protocol/views.ts'

/** A window on a room's messages: oldest first, without gaps, and whether there is more at either end. */
export interface Timeline {
  readonly messages: readonly MessageView[]
  readonly hasOlder: boolean
  readonly hasNewer: boolean
}

export function emptyTimeline(lastN: number): Timeline {
  return { messages: [], hasOlder: lastN > 0, hasNewer: false }
}

/** The room's next messages. They are not shown while the window is far back; `loadNewer` will come to them. */
export function append(timeline: Timeline, news: readonly MessageView[], max: number): Timeline {
  if (timeline.hasNewer) return timeline
  const fresh = news.filter((message) => message.n > lastN(timeline))
  if (fresh.length === 0) return timeline
  return dropOldest({ ...timeline, messages: [...timeline.messages, ...fresh] }, max)
}

/** A page of history before the window. A window that grows too large loses its newest end. */
export function prependPage(timeline: Timeline, page: Page, max: number): Timeline {
  const [first] = timeline.messages
  const older = first ? page.messages.filter((message) => message.n < first.n) : page.messages
  const messages = [...older, ...timeline.messages]
  return {
    messages: messages.slice(0, max),
    hasOlder: page.more,
    hasNewer: timeline.hasNewer || messages.length > max,
  }
}

/** A page of history after the window. `roomLastN`: the last message that the room's log has let through. */
export function appendPage(timeline: Timeline, page: Page, max: number, roomLastN: number): Timeline {
  const newer = page.messages.filter((message) => message.n > lastN(timeline))
  const messages = [...timeline.messages, ...newer]
  const next = { ...timeline, messages, hasNewer: page.more || lastN({ messages }) < roomLastN }
  return dropOldest(next, max)
}

export interface Page {
  readonly messages: readonly MessageView[]
  /** Whether there is more in the direction that was asked for. */
  readonly more: boolean
}

export function lastN(timeline: { messages: readonly MessageView[] }): number {
  return timeline.messages.at(-1)?.n ?? 0
}

function dropOldest(timeline: Timeline, max: number): Timeline {
  const excess = timeline.messages.length - max
  if (excess <= 0) return timeline
  return { ...timeline, messages: timeline.messages.slice(excess), hasOlder: true }
}
