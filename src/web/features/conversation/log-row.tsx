import { type PointerEvent, type ReactNode, useEffect, useRef } from 'react'
import type { MessageView } from '../../../protocol/views.ts'
import { keepsFocus } from '../../app/keeps-focus.ts'
import { ActionsBar } from '../actions/actions-bar.tsx'
import { leaveRow, pointAt } from '../actions/pointed-row.ts'
import { RowIsActive } from '../messages/row-focus.ts'
import type { TimelineRow } from '../messages/timeline.ts'
import { findRow, useFoundRow } from './found-row.ts'
import styles from './log-row.module.css'
import { useLongPress } from './use-long-press.ts'

interface Props {
  row: TimelineRow
  index: number
  /** The one message that Tab stops at. */
  isActive: boolean
  onFocus: (key: string) => void
  children: ReactNode
}

/** A line of the log: a place that can be focused and pointed at, whatever is said there. */
export function LogRow({ row, index, isActive, onFocus, children }: Props) {
  const message = row.kind === 'message' && 'message_id' in row.message ? row.message : null
  const isFound = useFoundRow(({ key }) => key === row.key)
  const element = useRef<HTMLDivElement>(null)
  const pointing = usePointing(row.key, message)
  useEffect(() => (isFound ? focusSoon(element.current) : undefined), [isFound])
  return (
    <div
      ref={element}
      data-row={index}
      className={`${styles.row} ${isFound ? styles.found : ''}`}
      tabIndex={row.kind !== 'message' ? undefined : isActive ? 0 : -1}
      onFocus={() => onFocus(row.key)}
      onAnimationEnd={isFound ? () => findRow(null) : undefined}
      {...(message === null ? {} : pointing)}
    >
      <RowIsActive value={isActive}>
        {children}
        {message !== null && <ActionsBar rowKey={row.key} message={message} />}
      </RowIsActive>
    </div>
  )
}

/** The mouse points by being there, a finger by a tap, and asks for more by staying. */
function usePointing(key: string, message: MessageView | null) {
  const longPress = useLongPress(message)
  const lastType = useRef<string>('mouse')
  return {
    ...longPress.handlers,
    onPointerEnter: ({ pointerType }: PointerEvent) => {
      if (isMouse(pointerType)) pointAt(key)
    },
    onPointerLeave: ({ pointerType }: PointerEvent) => {
      if (isMouse(pointerType)) leaveRow(key)
    },
    onPointerUp: (event: PointerEvent) => {
      lastType.current = event.pointerType
      longPress.end()
    },
    onClick: ({ target }: { target: EventTarget }) => {
      if (lastType.current !== 'mouse' && !isControl(target)) pointAt(key)
    },
  }
}

/** A touch screen makes one up where the last tap was. */
function isMouse(pointerType: string): boolean {
  return pointerType === 'mouse' && matchMedia('(hover: hover)').matches
}

function isControl(target: EventTarget): boolean {
  return (target as Element).closest('a, button') !== null
}

/** A row is hidden until it has been measured, and what is hidden takes no focus. */
const framesToMeasure = 10

function focusSoon(element: HTMLElement | null): () => void {
  let frame = 0
  if (keepsFocus()) return () => undefined
  const attempt = (left: number) => {
    element?.focus({ preventScroll: true })
    if (left > 0 && document.activeElement !== element) frame = requestAnimationFrame(() => attempt(left - 1))
  }
  attempt(framesToMeasure)
  return () => cancelAnimationFrame(frame)
}
