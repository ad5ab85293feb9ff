import { type RefObject, useEffect, useRef, useState } from 'react'

/** So many frames a log may take to come to rest; after them it shows as it stands. */
const maxFrames = 20

interface Placing {
  /** The log stands where its reader begins; before, nothing of it is in sight. */
  isPlaced: boolean
  /** To be called once it is known where that is. Idempotent. */
  begin: () => void
}

/**
 * Rows are measured as they are laid out, and each measure moves what stands below. A log shows once the place at which
 * it opens has come to rest: nothing jumps under the eye.
 */
export function usePlacing(scroller: RefObject<HTMLElement | null>): Placing {
  const [isPlaced, setPlaced] = useState(false)
  const frame = useRef<number | null>(null)
  useEffect(() => () => cancelAnimationFrame(frame.current ?? 0), [])

  const look = (before: string, left: number) => {
    const now = standingOf(scroller.current)
    if (now === before || left === 0) setPlaced(true)
    else frame.current = requestAnimationFrame(() => look(now, left - 1))
  }
  const begin = () => {
    frame.current ??= requestAnimationFrame(() => look('', maxFrames))
  }
  return { isPlaced, begin }
}

/** Where a log stands, and with how much in it. */
function standingOf(element: HTMLElement | null): string {
  if (element === null) return ''
  const { scrollTop, scrollHeight, clientHeight } = element
  return `${scrollTop} ${scrollHeight} ${clientHeight} ${element.querySelectorAll('[data-row]').length}`
}
