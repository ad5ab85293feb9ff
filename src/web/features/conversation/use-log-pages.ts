import { type RefObject, useEffect, useEffectEvent } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useClient } from '../../app/chat.tsx'
import { distanceToEnd } from './log-position.ts'

/** A page is asked for before its place is reached. */
const loadAheadPx = 800

/** Loads history around what is in sight; to be called when that has moved. Somebody on the way elsewhere needs none. */
export function useLogPages(
  state: RoomState,
  scroller: RefObject<HTMLElement | null>,
  isLeaving: boolean,
): () => void {
  const client = useClient()
  const { room, hasOlder, hasNewer, isLoading, entries } = state

  // What comes, or that nothing came, shows in the state.
  const loadAround = () => {
    const element = scroller.current
    if (element === null || isLoading || isLeaving) return
    if (hasOlder && element.scrollTop < loadAheadPx) void client.loadOlder(room.id).catch(() => undefined)
    else if (hasNewer && distanceToEnd(element) < loadAheadPx)
      void client.loadNewer(room.id).catch(() => undefined)
  }

  // Messages that do not fill the page leave nothing to scroll, and so to ask for more with.
  const onPage = useEffectEvent((isReady: boolean) => {
    if (isReady) loadAround()
  })
  const isReady = entries.length > 0 && !isLoading
  useEffect(() => onPage(isReady), [isReady])
  return loadAround
}
