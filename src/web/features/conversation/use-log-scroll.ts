import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { RoomState } from '../../../client/chat-state.ts'
import { useClient } from '../../app/chat.tsx'
import type { TimelineRow } from '../messages/timeline.ts'
import { useVisibility } from './use-new-marker.ts'

interface Options {
  state: RoomState
  rows: readonly TimelineRow[]
  scroller: RefObject<HTMLElement | null>
  virtualizer: RefObject<VirtualizerHandle | null>
  ownId: string
}

interface LogScroll {
  /** Rows were added above, so positions are kept from the end. */
  isShifting: boolean
  onScroll: () => void
  /** `null` at the end; else how many messages came below meanwhile. */
  away: { newBelow: number } | null
  toEnd: () => void
}

/** So near to the end counts as being there. */
const endSlackPx = 32
/** An older page is asked for before its place is reached. */
const loadAheadPx = 800

/** Keeps the end in sight while one is there, loads pages on the way, and marks as read what was seen. */
export function useLogScroll({ state, rows, scroller, virtualizer, ownId }: Options): LogScroll {
  const client = useClient()
  const isVisible = useVisibility()
  const isAtEnd = useRef(true)
  const hasStarted = useRef(false)
  const [seenN, setSeenN] = useState<number | null>(null)
  const room = state.room.id
  const isShifting = useShift(rows)
  const lastN = lastMessageN(state)

  const settle = () => {
    const element = scroller.current
    if (element !== null) element.scrollTop = element.scrollHeight
  }
  const loadAround = () => {
    const element = scroller.current
    if (element === null || state.isLoading) return
    // Both show what comes, or that nothing came, in the state.
    if (state.hasOlder && element.scrollTop < loadAheadPx) void client.loadOlder(room).catch(() => undefined)
    else if (state.hasNewer && distanceToEnd(element) < loadAheadPx)
      void client.loadNewer(room).catch(() => undefined)
  }
  const onScroll = () => {
    const element = scroller.current
    if (element === null) return
    const wasAtEnd = isAtEnd.current
    isAtEnd.current = distanceToEnd(element) < endSlackPx && !state.hasNewer
    if (wasAtEnd && !isAtEnd.current) setSeenN(lastN)
    if (!wasAtEnd && isAtEnd.current) setSeenN(null)
    loadAround()
  }

  // The first rows: at the rule if there is one, else at the end. Later ones: at the end, if one was there or wrote them.
  useLayoutEffect(() => {
    if (rows.length === 0) return
    const rule = rows.findIndex((row) => row.kind === 'new')
    if (!hasStarted.current) {
      hasStarted.current = true
      if (rule > 0) virtualizer.current?.scrollToIndex(rule, { align: 'center' })
      else settle()
    } else if (isAtEnd.current || isOwnFresh(rows)) settle()
  }, [rows.at(-1)?.key, rows.length === 0])

  useEffect(() => {
    const element = scroller.current
    const content = element?.firstElementChild
    if (element === null || content === null || content === undefined) return
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) settle()
    })
    observer.observe(element)
    observer.observe(content)
    return () => observer.disconnect()
  }, [scroller])

  // A page that is higher than its rows has no scrolling to ask for more.
  useEffect(loadAround, [rows.length, state.isLoading, state.hasOlder])

  useEffect(() => {
    if (isVisible && isAtEnd.current && state.unread > 0 && !state.isLoading) client.markRead(room)
  }, [client, room, isVisible, state.unread, state.isLoading, seenN])

  const newBelow = seenN === null ? 0 : countAfter(state, seenN, ownId)
  return {
    isShifting,
    onScroll,
    away: seenN === null && !state.hasNewer ? null : { newBelow },
    toEnd: () => {
      isAtEnd.current = true
      setSeenN(null)
      if (state.hasNewer) void client.showLatest(room).catch(() => undefined)
      settle()
    },
  }
}

/** Whether this render has rows above the ones before, with the same end. */
function useShift(rows: readonly TimelineRow[]): boolean {
  const before = useRef<{ length: number; lastKey: string | undefined }>({ length: 0, lastKey: undefined })
  const lastKey = rows.at(-1)?.key
  const isShifting =
    before.current.length > 0 && rows.length > before.current.length && lastKey === before.current.lastKey
  useLayoutEffect(() => {
    before.current = { length: rows.length, lastKey }
  })
  return isShifting
}

function distanceToEnd(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight
}

function lastMessageN({ entries }: RoomState): number {
  const last = entries.findLast((entry) => entry.kind === 'message')
  return last?.kind === 'message' ? last.message.n : 0
}

function countAfter({ entries }: RoomState, n: number, ownId: string): number {
  return entries.filter(
    (entry) => entry.kind === 'message' && entry.message.n > n && entry.message.sender_id !== ownId,
  ).length
}

/** Written here just now: whoever sends a message wants to see it. */
function isOwnFresh(rows: readonly TimelineRow[]): boolean {
  const last = rows.at(-1)
  if (last?.kind !== 'message') return false
  return 'delivery' in last.message && last.message.delivery.name === 'waiting'
}
