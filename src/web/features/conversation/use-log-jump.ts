import { useEffect, useEffectEvent, useRef } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { useChatState, useClient } from '../../app/chat.tsx'
import { replaceRoute } from '../../app/route.ts'
import { useText } from '../../i18n/language.tsx'
import type { TimelineRow } from '../messages/timeline.ts'
import { showToast } from '../toasts/toasts.ts'
import { findRow, useFoundRow } from './found-row.ts'

interface Options {
  state: RoomState
  rows: readonly TimelineRow[]
  /** The message to go to, by its number in the room. */
  at: number | null
  toRow: (index: number) => void
}

/** Goes to the message that the address names; where it is not here, what is around it is loaded first. */
export function useLogJump({ state, rows, at, toRow }: Options): void {
  const text = useText()
  const client = useClient()
  const isLive = useChatState((chat) => chat.connection.name === 'live')
  const asked = useRef<number | null>(null)
  const index = at === null ? -1 : rows.findIndex((row) => numberOf(row) === at)

  const arrive = (row: number) => {
    asked.current = null
    findRow(rows[row]?.key ?? null)
    toRow(row)
    replaceRoute({ at: null })
  }
  const giveUp = () => {
    asked.current = null
    replaceRoute({ at: null })
    showToast(text.message.notThere, 'problem')
  }
  /** A page that was asked for just now, which this render does not know yet; the next one comes when it is there. */
  const isLoadingNow = () => client.getState().rooms.get(state.room.id)?.isLoading === true
  const step = useEffectEvent((target: { at: number | null; index: number; canLoad: boolean }) => {
    if (target.at === null) asked.current = null
    else if (target.index >= 0) arrive(target.index)
    else if (!target.canLoad || isLoadingNow()) return
    else if (asked.current === target.at) giveUp()
    else {
      asked.current = target.at
      client.showAround(state.room.id, target.at).catch(giveUp)
    }
  })
  const canLoad = isLive && !state.isLoading
  useEffect(() => step({ at, index, canLoad }), [at, index, canLoad])
  useForgetOnMove()
}

function numberOf(row: TimelineRow): number | null {
  return row.kind === 'message' && 'n' in row.message ? row.message.n : null
}

/** Where nothing fades, the mark stays until the reader moves. */
function useForgetOnMove(): void {
  const key = useFoundRow((state) => state.key)
  useEffect(() => {
    if (key === null || !matchMedia('(prefers-reduced-motion: reduce)').matches) return undefined
    const forget = () => findRow(null)
    const events = ['wheel', 'keydown', 'pointerdown'] as const
    for (const event of events) window.addEventListener(event, forget, { once: true, passive: true })
    return () => {
      for (const event of events) window.removeEventListener(event, forget)
    }
  }, [key])
}
