import { type RefObject, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import type { RoomState } from '../../../client/chat-state.ts'
import type { TimelineRow } from '../messages/timeline.ts'
import { distanceToEnd, hasLeft, type LogView, scrollToEnd, viewOf } from './log-position.ts'
import { useLatest } from './use-latest.ts'
import { useLogPages } from './use-log-pages.ts'
import { usePlacing } from './use-placing.ts'
import { useReadMark } from './use-read-mark.ts'

interface Options {
  state: RoomState
  rows: readonly TimelineRow[]
  scroller: RefObject<HTMLElement | null>
  virtualizer: RefObject<VirtualizerHandle | null>
  ownId: string
  /** On the way to a message: the end does not matter. */
  isLed: boolean
  /** On the way to the first of what is new: the log begins there. */
  isOnWay: boolean
}

interface LogScroll {
  /** Rows were added above, so positions are kept from the end. */
  isShifting: boolean
  onScroll: () => void
  /** Before, the log is not to be seen. */
  isPlaced: boolean
  /** `null` at the end; else how many messages came below meanwhile. */
  away: { newBelow: number } | null
  toEnd: () => void
  /** Somebody is led to a message, and stays there. */
  toRow: (index: number) => void
}

/** So near to the end counts as being there. */
const endSlackPx = 32

/** Keeps the end in sight while one is there; away from it, nothing moves. */
export function useLogScroll({
  state,
  rows,
  scroller,
  virtualizer,
  ownId,
  isLed,
  isOnWay,
}: Options): LogScroll {
  const isShifting = useShift(rows)
  const { isPlaced, begin } = usePlacing(scroller)
  const isAtEnd = useRef(true)
  const hasStarted = useRef(false)
  const lastView = useRef<LogView | null>(null)
  /** The last message that was in sight at the end; `null` while one is there. */
  const [seenN, setSeenN] = useState<number | null>(null)
  useReadMark(state, isPlaced && seenN === null && !state.hasNewer)
  const latest = useLatest(state, () => {
    isAtEnd.current = true
    setSeenN(null)
    scrollToEnd(scroller.current)
  })
  const loadAround = useLogPages(state, scroller, latest.isComing)

  const onScroll = () => {
    if (scroller.current === null) return
    const wasAtEnd = isAtEnd.current
    const before = lastView.current
    lastView.current = viewOf(scroller.current)
    isAtEnd.current = distanceToEnd(scroller.current) < endSlackPx && !state.hasNewer
    if (wasAtEnd && !isAtEnd.current && !state.hasNewer && !hasLeft(before, lastView.current)) {
      isAtEnd.current = true
      scrollToEnd(scroller.current)
    }
    if (wasAtEnd && !isAtEnd.current) setSeenN(lastMessageN(state))
    if (!wasAtEnd && isAtEnd.current) setSeenN(null)
    loadAround()
  }

  const toRow = (index: number) => {
    hasStarted.current = true
    isAtEnd.current = false
    lastView.current = null
    // Pages that are loaded on the way down are not news.
    setSeenN(state.room.last_n)
    latest.forget()
    virtualizer.current?.scrollToIndex(index, { align: 'center' })
    begin()
    // The end may be in sight from there, too.
    requestAnimationFrame(onScroll)
  }

  // The first rows: at the rule if there is one, else at the end. Later: at the end, if one was there or wrote the last.
  const onRows = useEffectEvent((shown: { lastKey: string | undefined; isLed: boolean }) => {
    if (shown.lastKey === undefined || shown.isLed) return
    const rule = hasStarted.current ? -1 : rows.findIndex((row) => row.kind === 'new')
    if (rule > 0) return toRow(rule)
    if (!hasStarted.current || isAtEnd.current || isFresh(rows.at(-1))) scrollToEnd(scroller.current)
    hasStarted.current = true
    begin()
  })
  const lastKey = isOnWay ? undefined : rows.at(-1)?.key
  useLayoutEffect(() => onRows({ lastKey, isLed }), [lastKey, isLed])

  useEffect(() => {
    const element = scroller.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current) scrollToEnd(element)
    })
    for (const watched of [element, ...element.children]) observer.observe(watched)
    return () => observer.disconnect()
  }, [scroller])

  const newBelow = seenN === null ? 0 : countAfter(state, seenN, ownId)
  const away = seenN === null && !state.hasNewer ? null : { newBelow }
  return { isShifting, isPlaced, onScroll, away, toEnd: latest.show, toRow }
}

/** Whether the newest rows were added above the ones before, so that both have the same end. */
function useShift(rows: readonly TimelineRow[]): boolean {
  const [last, setLast] = useState({ rows, isShifting: false })
  if (last.rows === rows) return last.isShifting
  const before = last.rows
  const isShifting =
    before.length > 0 && rows.length > before.length && rows.at(-1)?.key === before.at(-1)?.key
  setLast({ rows, isShifting })
  return isShifting
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
function isFresh(row: TimelineRow | undefined): boolean {
  return row?.kind === 'message' && 'delivery' in row.message && row.message.delivery.name === 'waiting'
}
