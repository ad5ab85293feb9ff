import type { ChatClient } from '../../../client/chat-client.ts'
import { draftOf, setDraft, useDrafts } from './drafts.ts'

/** What was on its way to a room that one is no longer in becomes its draft again, there to be copied. */
export function keepUnsent(client: ChatClient): () => void {
  return client.on('send_failed', ({ message: { room, text } }) => {
    if (client.getState().rooms.has(room) || text === '') return
    const draft = draftOf(room)(useDrafts.getState())
    setDraft(room, draft === '' ? text : `${text}\n${draft}`)
  })
}
