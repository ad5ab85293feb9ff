import { useEffect } from 'react'
import { useTrays } from './tray.ts'

/** A draft outlives a reload, pictures in a tray do not: the browser asks first. */
export function useLeaveWarning(): void {
  const hasPictures = useTrays(({ rooms }) => Object.values(rooms).some((tray) => tray.length > 0))
  useEffect(() => {
    if (!hasPictures) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [hasPictures])
}
