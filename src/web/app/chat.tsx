import { createContext, useContext } from 'react'
import type { ChatClient } from '../../client/chat-client.ts'
import type { AccountState, ChatState } from '../../client/chat-state.ts'
import { useChat } from '../../client/use-chat.ts'

const ChatContext = createContext<ChatClient | null>(null)

export const ChatProvider = ChatContext.Provider

export function useClient(): ChatClient {
  const client = useContext(ChatContext)
  if (client === null) throw new Error('Expected a ChatProvider above this component, found none')
  return client
}

/** `select` takes a part of the state as it is; what it makes anew would render without end. */
export function useChatState<T>(select: (state: ChatState) => T): T {
  return useChat(useClient(), select)
}

/** Who is logged in. Below the shell there always is somebody. */
export function useAccount(): AccountState {
  const account = useChatState((state) => state.account)
  if (account === null) throw new Error('Expected somebody to be logged in here, found nobody')
  return account
}
