import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import type { VirtualizerHandle } from 'virtua'
import { focusRow } from '../actions/pointed-row.ts'
import type { TimelineRow } from '../messages/timeline.ts'

interface Options {
  rows: readonly TimelineRow[]
  scroller: RefObject<HTMLElement | null>
  virtualizer: RefObject<VirtualizerHandle | null>
}

interface LogFocus {
  /** The one message that Tab stops at; -1 where there is none. */
  activeIndex: number
  onFocus: (key: string) => void
  onKeyDown: (event: KeyboardEvent) => void
  /** Whether the keys are in the log: there the message shows what can be done with it. */
  onFocusIn: (event: FocusEvent) => void
  onBlur: (event: FocusEvent) => void
}

/** One tab stop for the whole log: the last message, or the one that the arrow keys went to. */
export function useLogFocus({ rows, scroller, virtualizer }: Options): LogFocus {
  const [activeKey, setActiveKey] = useState<string | null>(null)
  const chosen = rows.findIndex((row) => row.kind === 'message' && row.key === activeKey)
  const activeIndex = chosen >= 0 ? chosen : rows.findLastIndex((row) => row.kind === 'message')

  const move = (index: number) => {
    const row = rows[index]
    if (row === undefined) return
    setActiveKey(row.key)
    virtualizer.current?.scrollToIndex(index, { align: 'nearest' })
    // It may have to be mounted first.
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-row="${index}"]`)?.focus({ preventScroll: true })
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target as HTMLElement).hasAttribute('data-row')) return
    const target = targetOf(event.key, rows, activeIndex)
    if (target === null) return
    event.preventDefault()
    move(target)
  }
  const onFocusIn = ({ target }: FocusEvent) => {
    const index = Number(target.closest('[data-row]')?.getAttribute('data-row') ?? -1)
    // A click puts the focus there too, and the mouse points by itself.
    if (target.matches(':focus-visible')) focusRow(rows[index]?.key ?? null)
  }
  const onBlur = ({ relatedTarget, currentTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) focusRow(null)
  }
  return { activeIndex, onFocus: setActiveKey, onKeyDown, onFocusIn, onBlur }
}

function targetOf(key: string, rows: readonly TimelineRow[], from: number): number | null {
  const target = indexFor(key, rows, from)
  return target < 0 ? null : target
}

function indexFor(key: string, rows: readonly TimelineRow[], from: number): number {
  const isMessage = (row: TimelineRow) => row.kind === 'message'
  switch (key) {
    case 'ArrowUp':
      return rows.slice(0, Math.max(0, from)).findLastIndex(isMessage)
    case 'ArrowDown':
      return rows.findIndex((row, index) => index > from && isMessage(row))
    case 'Home':
      return rows.findIndex(isMessage)
    case 'End':
      return rows.findLastIndex(isMessage)
    default:
      return -1
  }
}
