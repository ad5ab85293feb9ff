import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { showToast } from '../toasts/toasts.ts'
import { missedSince, type Standing, standingOf } from './missed-messages.ts'

/** A shorter cut is not worth a word. */
const quietMs = 2_000

/** Whether the connection has been away for so long that it is said; a system without a network tells so before. */
export function useIsCut(): boolean {
  const isLive = useChatState((state) => state.connection.name === 'live')
  const isOnline = useIsOnline()
  const isTroubled = !isLive || !isOnline
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    if (!isTroubled) return undefined
    const timer = setTimeout(() => setLong(true), quietMs)
    return () => {
      clearTimeout(timer)
      setLong(false)
    }
  }, [isTroubled])
  return isLong && !isLive
}

/** Says how much came meanwhile, once a cut that was shown is over. */
export function useBackOnlineToast(): void {
  const text = useText()
  const client = useClient()
  const isCut = useIsCut()
  const before = useRef<Standing | null>(null)
  useEffect(() => {
    if (isCut) {
      before.current ??= standingOf(client.getState())
      return
    }
    if (before.current === null) return
    const missed = missedSince(before.current, client.getState())
    before.current = null
    showToast(missed > 0 ? text.connection.caughtUp(missed) : text.connection.back)
  }, [client, isCut, text])
}

/** False only where the system is sure that there is no network. */
export function useIsOnline(): boolean {
  return useSyncExternalStore(watchNetwork, () => navigator.onLine)
}

function watchNetwork(listener: () => void): () => void {
  const changes = ['online', 'offline'] as const
  for (const change of changes) window.addEventListener(change, listener)
  return () => {
    for (const change of changes) window.removeEventListener(change, listener)
  }
}
