import { useEffect } from 'react'
import { useTrays } from './tray.ts'

/** Drafts and pictures outlive a reload; where the browser gives pictures no storage, it asks first. */
export function useLeaveWarning(): void {
  const hasToLose = useTrays(
    ({ rooms, areLostOnReload }) => areLostOnReload && Object.values(rooms).some((tray) => tray.length > 0),
  )
  useEffect(() => {
    if (!hasToLose) return undefined
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [hasToLose])
}
