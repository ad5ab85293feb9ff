import { type MouseEvent, type PointerEvent, useEffect, useRef } from 'react'
import type { MessageView } from '../../../protocol/views.ts'
import { openActions } from '../actions/open-actions.ts'

const longPressMs = 450
/** A finger is never still; farther than this it scrolls. */
const slackPx = 10

interface Press {
  x: number
  y: number
  timer: ReturnType<typeof setTimeout>
}

/** A finger that stays on a message opens what can be done with it; the tap that would follow is swallowed. */
export function useLongPress(message: MessageView | null) {
  const press = useRef<Press | null>(null)
  const hasFired = useRef(false)
  // A message may arrive while the finger lies on it already.
  const latest = useRef(message)
  useEffect(() => {
    latest.current = message
  })

  const end = () => {
    if (press.current !== null) clearTimeout(press.current.timer)
    press.current = null
  }
  useEffect(() => () => clearTimeout(press.current?.timer), [])

  const fire = (anchor: HTMLElement) => {
    end()
    const { current } = latest
    if (current === null || current.deleted === true) return
    hasFired.current = true
    openActions({ kind: 'sheet', message: current, anchor })
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const { pointerType, clientX: x, clientY: y, target, currentTarget, isPrimary } = event
    end()
    hasFired.current = false
    // A link has the browser's own menu.
    const isLink = (target as Element).closest('a') !== null
    if (pointerType !== 'touch' || !isPrimary || isLink) return
    press.current = { x, y, timer: setTimeout(() => fire(currentTarget), longPressMs) }
  }
  const onPointerMove = ({ clientX, clientY }: PointerEvent) => {
    if (press.current === null) return
    if (Math.hypot(clientX - press.current.x, clientY - press.current.y) > slackPx) end()
  }
  const onClickCapture = (event: MouseEvent) => {
    if (!hasFired.current) return
    hasFired.current = false
    event.preventDefault()
    event.stopPropagation()
  }
  const onContextMenu = (event: MouseEvent) => {
    if (press.current !== null || hasFired.current) event.preventDefault()
  }
  return {
    end,
    handlers: { onPointerDown, onPointerMove, onPointerCancel: end, onClickCapture, onContextMenu },
  }
}
