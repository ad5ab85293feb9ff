import { useEffect, useEffectEvent, useState } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useClient } from '../../app/chat.tsx'

interface Latest {
  /** Leads to the newest messages; pages that are under way meanwhile only delay it. */
  show: () => void
  /** They were asked for, and are not here yet. */
  isComing: boolean
  /** The reader goes elsewhere. */
  forget: () => void
}

/** The way back to the newest messages, which may have to be loaded first. `arrive` goes to the end of what is here. */
export function useLatest({ room, hasNewer, isLoading }: RoomState, arrive: () => void): Latest {
  const client = useClient()
  const [isAsked, setAsked] = useState(false)
  const step = useEffectEvent((isReady: boolean) => {
    // One page at a time: what this render does not know of yet shows in the next.
    if (!isReady || client.getState().rooms.get(room.id)?.isLoading === true) return
    const end = () => setAsked(false)
    const reach = () => {
      end()
      arrive()
    }
    // Without a connection the reader stays where they are, and may press again.
    client.showLatest(room.id).then(reach, end)
  })
  const isReady = isAsked && !isLoading
  useEffect(() => step(isReady), [isReady])

  const show = () => {
    if (hasNewer) setAsked(true)
    else arrive()
  }
  return { show, isComing: isAsked, forget: () => setAsked(false) }
}
