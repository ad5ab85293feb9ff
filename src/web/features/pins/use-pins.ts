import { useEffect, useState } from 'react'
import type { ChatClient } from '../../../client/chat-client.ts'
import type { MessageView } from '../../../protocol/views.ts'
import { useChatState, useClient } from '../../app/chat.tsx'

interface Pins {
  messages: readonly MessageView[] | null
  failure: unknown
}

/** A room has a hundred at most, and long messages make short pages. */
const maxPages = 20

/** After these a pinned message may be another one, or none. */
const changes = ['pin', 'message_edited', 'message_deleted', 'room_reset'] as const

/** A room's pinned messages, the newest first; asked for anew whenever one of them may have changed. */
export function usePins(room: string): Pins {
  const client = useClient()
  const isLive = useChatState((state) => state.connection.name === 'live')
  const [pins, setPins] = useState<Pins>({ messages: null, failure: null })
  useEffect(() => {
    if (!isLive) return undefined
    let asking = new AbortController()
    const load = async () => {
      asking.abort()
      asking = new AbortController()
      const { signal } = asking
      try {
        setPins({ messages: await allPins(client, room, signal), failure: null })
      } catch (failure) {
        if (!signal.aborted) setPins((before) => ({ ...before, failure }))
      }
    }
    const hear = (event: { room: string }) => {
      // Rejects never: a failure is shown.
      if (event.room === room) void load()
    }
    void load()
    const stops = changes.map((type) => client.on(type, hear))
    return () => {
      asking.abort()
      for (const stop of stops) stop()
    }
  }, [client, room, isLive])
  return pins
}

async function allPins(client: ChatClient, room: string, signal: AbortSignal): Promise<MessageView[]> {
  const messages: MessageView[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page += 1) {
    const asked = { room, ...(cursor !== undefined && { cursor }) }
    const answer = await client.request('pins', asked, { signal })
    messages.push(...answer.messages)
    cursor = answer.cursor
    if (cursor === undefined) break
  }
  return messages
}
