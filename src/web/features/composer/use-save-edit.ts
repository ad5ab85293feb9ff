import { useEffect } from 'react'
import { useChatState, useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { useText } from '../../i18n/language.tsx'
import { type EditTask, endTask, waitingEdits, wordingIn } from './composer-task.ts'
import { saveEdit } from './save-edit.ts'

/** Takes what stands in the composer for the message's new wording. */
export function useSaveEdit(): (edit: EditTask) => void {
  const text = useText()
  const client = useClient()
  return (edit) => {
    const { message, problem } = edit
    const wording = wordingIn(message.room)
    if (wording === message.text && problem === null) endTask(message.room)
    else if (wording === '' && message.images.length === 0) openDialog({ name: 'delete-message', message })
    // Whatever is refused is shown.
    else void saveEdit(client, text, edit)
  }
}

/** What was saved without a connection goes out with the next, in whatever room one is then. */
export function useWaitingEdits(): void {
  const text = useText()
  const client = useClient()
  const isLive = useChatState((state) => state.connection.name === 'live')
  useEffect(() => {
    // Whatever is refused is shown.
    if (isLive) for (const edit of waitingEdits()) void saveEdit(client, text, edit)
  }, [client, text, isLive])
}
