import { useEffect } from 'react'
import { useClient } from './chat.tsx'

/** Nobody touched the page for so long: its reader is away. */
const idleMs = 5 * 60_000

/** Tells the others whether somebody sits here. */
export function usePresenceReport(): void {
  const client = useClient()
  useEffect(() => {
    let isAway = false
    let timer = setTimeout(leave, idleMs)
    function leave() {
      isAway = true
      client.setPresence('away')
    }
    function stir() {
      clearTimeout(timer)
      timer = setTimeout(leave, idleMs)
      if (!isAway || document.visibilityState === 'hidden') return
      isAway = false
      client.setPresence('online')
    }
    const signs = ['pointerdown', 'pointermove', 'keydown', 'visibilitychange'] as const
    for (const sign of signs) document.addEventListener(sign, stir, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signs) document.removeEventListener(sign, stir)
    }
  }, [client])
}
