import { useEffect } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'

/** So many are asked about when one comes; whoever comes or goes later is told anyway. */
const maxAsked = 12

/** Learns who of those one talks to is here, one room after the other. */
export function useDirectPresence(rooms: readonly RoomState[]): void {
  const client = useClient()
  const isLive = useChatState((state) => state.connection.name === 'live')
  const wanted = rooms
    .slice(0, maxAsked)
    .filter(({ members }) => members === null)
    .map(({ room }) => room.id)
    .join(' ')
  useEffect(() => {
    const abort = new AbortController()
    const ask = async () => {
      for (const room of wanted.split(' ').filter(Boolean)) {
        if (abort.signal.aborted) return
        await client.loadMembers(room)
      }
    }
    // Without an answer they are shown as not here; the next connection asks again.
    if (isLive) ask().catch(() => undefined)
    return () => abort.abort()
  }, [client, isLive, wanted])
}
