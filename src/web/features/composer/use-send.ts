import { create } from 'zustand'
import type { ChatClient } from '../../../client/chat-client.ts'
import { limits } from '../../../protocol/limits.ts'
import { useClient } from '../../app/chat.tsx'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { showToast } from '../toasts/toasts.ts'
import { composerTask, endTask, setTask } from './composer-task.ts'
import { draftOf, setDraft, useDrafts } from './drafts.ts'
import { emptyTray, trayOf, uploadsSettled, useTrays } from './tray.ts'
import { isPending } from './upload.ts'

interface Sending {
  send: () => void
  /** Sent by its writer, and held until its pictures are there. */
  isHeld: boolean
  canSend: boolean
}

const utf8 = new TextEncoder()

/** Rooms whose message waits for its pictures; it goes out even when one looks at another room meanwhile. */
const useHeld = create<{ rooms: ReadonlySet<string> }>(() => ({ rooms: new Set() }))

/** Hands a room's draft and pictures over to the outbox, once the pictures are uploaded. */
export function useSend(room: string): Sending {
  const text = useText()
  const client = useClient()
  const draft = useDrafts(draftOf(room)).trim()
  const tray = useTrays(trayOf(room))
  const isHeld = useHeld((held) => held.rooms.has(room))
  const isBlocked = tray.some(({ state }) => state.name === 'failed')
  const canSend = (draft !== '' || tray.length > 0) && !isBlocked && !isHeld

  const send = () => {
    if (isBlocked) showToast(text.composer.blocked, 'problem')
    if (!canSend) return
    if (utf8.encode(draft).length > limits.maxTextBytes) showToast(text.composer.tooLong, 'problem')
    else if (tray.some(isPending)) hold()
    else post(client, room, text)
  }
  const hold = () => {
    setHeld(room, true)
    // It never rejects: an upload that fails is settled too.
    void uploadsSettled(room).then(() => {
      setHeld(room, false)
      return post(client, room, text)
    })
  }
  return { send, isHeld, canSend }
}

/** What is in the draft and the tray now; a picture that failed keeps all of it there. */
function post(client: ChatClient, room: string, text: Dictionary): void {
  const draft = draftOf(room)(useDrafts.getState()).trim()
  const tray = trayOf(room)(useTrays.getState())
  const images = tray.flatMap(({ state }) => (state.name === 'ready' ? [state.image] : []))
  if (images.length < tray.length || (draft === '' && images.length === 0)) return
  const task = composerTask(room)
  const answered = task?.kind === 'reply' ? task : null
  setDraft(room, '')
  emptyTray(room)
  if (answered !== null) endTask(room)
  const replyTo = answered === null ? {} : { replyTo: answered.message.message_id }
  client.send(room, draft, { images, ...replyTo }).catch((error: unknown) => {
    setDraft(room, draft)
    if (answered !== null) setTask(room, answered)
    showToast(errorText(text, error), 'problem')
  })
}

function setHeld(room: string, isHeld: boolean): void {
  useHeld.setState(({ rooms }) => {
    const others = [...rooms].filter((held) => held !== room)
    return { rooms: new Set(isHeld ? [...others, room] : others) }
  })
}
