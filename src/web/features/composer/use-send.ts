import { useEffect, useState } from 'react'
import { limits } from '../../../protocol/limits.ts'
import { useClient } from '../../app/chat.tsx'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { showToast } from '../toasts/toasts.ts'
import { draftOf, setDraft, useDrafts } from './drafts.ts'
import { emptyTray, trayOf, useTrays } from './tray.ts'
import { isPending } from './upload.ts'

interface Sending {
  send: () => void
  /** Sent by its writer, and held until its pictures are there. */
  isHeld: boolean
  canSend: boolean
}

const utf8 = new TextEncoder()

/** Hands a room's draft and pictures over to the outbox, once the pictures are uploaded. */
export function useSend(room: string): Sending {
  const text = useText()
  const client = useClient()
  const draft = useDrafts(draftOf(room)).trim()
  const tray = useTrays(trayOf(room))
  const [isHeld, setHeld] = useState(false)
  const images = tray.flatMap(({ state }) => (state.name === 'ready' ? [state.image] : []))
  const waits = tray.some(isPending)
  const isBlocked = tray.some(({ state }) => state.name === 'failed')
  const canSend = (draft !== '' || images.length > 0 || waits) && !isBlocked && !isHeld

  const post = () => {
    setDraft(room, '')
    emptyTray(room)
    client.send(room, draft, { images }).catch((error: unknown) => {
      setDraft(room, draft)
      showToast(errorText(text, error), 'problem')
    })
  }
  const send = () => {
    if (!canSend) return
    if (utf8.encode(draft).length > limits.maxTextBytes) return showToast(text.composer.tooLong, 'problem')
    if (waits) return setHeld(true)
    post()
  }

  useEffect(() => {
    if (!isHeld || waits) return
    setHeld(false)
    // A picture that failed is shown in the tray; the message stays here with it.
    if (!isBlocked && (draft !== '' || images.length > 0)) post()
  })
  return { send, isHeld, canSend }
}
