import { useEffect } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useClient } from '../../app/chat.tsx'
import { useVisibility } from './use-new-marker.ts'

/** Marks a room as read while its end is in sight, of somebody who looks at the page. */
export function useReadMark({ room, unread, isLoading }: RoomState, isAtEnd: boolean): void {
  const client = useClient()
  const isVisible = useVisibility()
  useEffect(() => {
    if (isVisible && isAtEnd && unread > 0 && !isLoading) client.markRead(room.id)
  }, [client, room.id, isVisible, isAtEnd, unread, isLoading])
}
