import { useEffect, useEffectEvent, useState } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import type { NewMarker } from '../messages/timeline.ts'
import { isBeyondOpening } from './log-position.ts'

/**
 * Where more is new than a room opens with, what is around the first of it is loaded instead of the newest, so that
 * nothing is passed over; somebody who is led to another message goes there. Returns whether the log is still on its way.
 */
export function useFirstUnread(state: RoomState, marker: NewMarker | null, isLed: boolean): boolean {
  const client = useClient()
  const isLive = useChatState((chat) => chat.connection.name === 'live')
  const { room, isLoading } = state
  const [isOnWay, setOnWay] = useState(
    () => isLive && !isLed && marker !== null && isBeyondOpening(state, marker),
  )
  const go = useEffectEvent(() => {
    const n = (marker?.afterN ?? room.last_n) + 1
    const arrive = () => setOnWay(false)
    // Where it cannot be had, the log opens at its end.
    client.showAround(room.id, n).then(arrive, arrive)
  })
  const canGo = isOnWay && !isLoading
  useEffect(() => {
    if (canGo) go()
  }, [canGo])
  return isOnWay
}
