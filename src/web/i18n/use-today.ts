import { useEffect, useState } from 'react'

/** A moment of the present day, in ms since 1970; another one after midnight, so that Today becomes Yesterday. */
export function useToday(): number {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    const midnightMs = new Date(nowMs).setHours(24, 0, 0, 0)
    const timer = setTimeout(() => setNowMs(Date.now()), Math.max(1_000, midnightMs - Date.now()))
    return () => clearTimeout(timer)
  }, [nowMs])
  return nowMs
}
