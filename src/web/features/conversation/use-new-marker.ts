import { useEffect, useState } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import type { NewMarker } from '../messages/timeline.ts'

/**
 * Where the reader stopped. It is set when the room is opened with something new, or when something came while the page
 * was out of sight, and stays until the room is left.
 */
export function useNewMarker({ room, unread }: RoomState): NewMarker | null {
  const [marker, setMarker] = useState<NewMarker | null>(() =>
    unread > 0 ? { afterN: room.last_read_n, count: unread } : null,
  )
  const isVisible = useVisibility()
  const [wasVisible, setWasVisible] = useState(isVisible)
  if (isVisible !== wasVisible) {
    setWasVisible(isVisible)
    if (isVisible && unread > 0) setMarker({ afterN: room.last_read_n, count: unread })
  }
  return marker
}

export function useVisibility(): boolean {
  const [isVisible, setVisible] = useState(() => document.visibilityState === 'visible')
  useEffect(() => {
    const update = () => setVisible(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', update)
    return () => document.removeEventListener('visibilitychange', update)
  }, [])
  return isVisible
}
