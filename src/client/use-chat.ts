import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { type ChatClient, type ChatClientOptions, createChatClient } from './chat-client.ts'
import type { ChatState } from './chat-state.ts'

/**
 * The client's state, or the part that `select` takes of it; renders again only when that part is another.
 * `select` must return what is in the state, not something made anew each time.
 */
export function useChat(client: ChatClient): ChatState
export function useChat<T>(client: ChatClient, select: (state: ChatState) => T): T
export function useChat<T>(client: ChatClient, select?: (state: ChatState) => T): T | ChatState {
  const getSnapshot = () => (select ? select(client.getState()) : client.getState())
  return useSyncExternalStore(client.subscribe, getSnapshot, getSnapshot)
}

/** A client of one's own for as long as the component is there. `options` count when it first renders. */
export function useWebSocket(options: ChatClientOptions = {}): {
  client: ChatClient
  state: ChatState
  /** To a room, or to the default one. */
  send: (text: string, room?: string) => Promise<string>
} {
  const [client] = useState(() => createChatClient(options))
  useEffect(() => {
    client.connect()
    return () => client.close()
  }, [client])
  const state = useChat(client)
  const send = useCallback(
    (text: string, room?: string) => client.send(room ?? defaultRoom(client.getState()), text),
    [client],
  )
  return { client, state, send }
}

/** Empty before the first log-in, when no room is known. */
function defaultRoom({ rooms }: ChatState): string {
  for (const { room } of rooms.values()) if (room.is_default) return room.id
  return ''
}
