import type { SearchHit } from '../../../protocol/views.ts'

/** Hits of one room, the newest first. */
export interface HitGroup {
  /** Of the list: a room may come again on a later page. */
  readonly key: string
  readonly room: string
  readonly hits: readonly SearchHit[]
}

/** By room, within each page alone: what comes later goes below, and moves nothing that is being read. */
export function groupsOf(pages: readonly (readonly SearchHit[])[]): HitGroup[] {
  return pages.flatMap((page, index) => {
    const rooms = Map.groupBy(page, ({ message }) => message.room)
    return [...rooms].map(([room, hits]) => ({ key: `${index}-${room}`, room, hits }))
  })
}
