import { type RefObject, useEffect, useState } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'

/** Of a row that shows as much, what stands in it can be read. */
const halfOfRow = 0.5

type Edge = 'above' | 'below'

/** Rooms with something new whose rows are beyond an edge of the list, in their order. */
export function useNewsBeyond(
  list: RefObject<HTMLElement | null>,
  rooms: readonly RoomState[],
): Record<Edge, readonly RoomState[]> {
  const [places, setPlaces] = useState<Readonly<Record<string, Edge | 'inside'>>>({})
  const ids = rooms.map(({ room }) => room.id).join(' ')
  useEffect(() => {
    const root = list.current
    if (root === null || ids === '') return undefined
    const observer = new IntersectionObserver(
      (entries) => setPlaces((before) => ({ ...before, ...Object.fromEntries(entries.map(placeOf)) })),
      { root, threshold: halfOfRow },
    )
    for (const id of ids.split(' ')) {
      const row = root.querySelector(`[data-room="${CSS.escape(id)}"]`)
      if (row !== null) observer.observe(row)
    }
    return () => observer.disconnect()
  }, [list, ids])
  const beyond = (edge: Edge) => rooms.filter(({ room }) => places[room.id] === edge)
  return { above: beyond('above'), below: beyond('below') }
}

function placeOf(entry: IntersectionObserverEntry): [id: string, Edge | 'inside'] {
  const { target, intersectionRatio, boundingClientRect, rootBounds } = entry
  const edge = boundingClientRect.top < (rootBounds?.top ?? 0) ? 'above' : 'below'
  return [target.getAttribute('data-room') ?? '', intersectionRatio >= halfOfRow ? 'inside' : edge]
}
