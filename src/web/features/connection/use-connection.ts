import { useEffect, useRef, useState } from 'react'
import type { ChatState } from '../../../client/chat-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { showToast } from '../toasts/toasts.ts'

/** A shorter cut is not worth a word. */
const quietMs = 2_000

/** Whether the connection has been away for so long that it is said. */
export function useIsCut(): boolean {
  const isLive = useChatState((state) => state.connection.name === 'live')
  const [isCut, setCut] = useState(false)
  useEffect(() => {
    if (isLive) return undefined
    const timer = setTimeout(() => setCut(true), quietMs)
    return () => {
      clearTimeout(timer)
      setCut(false)
    }
  }, [isLive])
  return isCut
}

/** Says how much came meanwhile, once a cut that was shown is over. */
export function useBackOnlineToast(): void {
  const text = useText()
  const client = useClient()
  const isCut = useIsCut()
  const lastBefore = useRef<number | null>(null)
  useEffect(() => {
    if (isCut) {
      lastBefore.current ??= messagesIn(client.getState())
      return
    }
    if (lastBefore.current === null) return
    const missed = messagesIn(client.getState()) - lastBefore.current
    lastBefore.current = null
    showToast(missed > 0 ? text.connection.caughtUp(missed) : text.connection.back)
  }, [client, isCut, text])
}

function messagesIn({ rooms }: ChatState): number {
  let messages = 0
  for (const { room } of rooms.values()) messages += room.last_n
  return messages
}
