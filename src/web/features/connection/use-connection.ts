import { useEffect, useRef, useState } from 'react'
import { useChatState, useClient } from '../../app/chat.tsx'
import { useText } from '../../i18n/language.tsx'
import { showToast } from '../toasts/toasts.ts'
import { missedSince, type Standing, standingOf } from './missed-messages.ts'

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
