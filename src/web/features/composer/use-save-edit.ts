import { useState } from 'react'
import type { RoomState } from '../../../client/chat-state.ts'
import { ChatError } from '../../../client/errors.ts'
import type { MessageView } from '../../../protocol/views.ts'
import { useClient } from '../../app/chat.tsx'
import { openDialog } from '../../app/dialogs.ts'
import { errorText } from '../../i18n/error-text.ts'
import { useText } from '../../i18n/language.tsx'
import { type ComposerTask, composerTask, editDraftOf, endTask, setTask } from './composer-task.ts'
import { draftOf, useDrafts } from './drafts.ts'

type Edit = Extract<ComposerTask, { kind: 'edit' }>

/** Sends a message's new wording. Refused, it stays in the composer, with the reason above it. */
export function useSaveEdit(): { save: (edit: Edit) => void; isSaving: boolean } {
  const text = useText()
  const client = useClient()
  const [isSaving, setSaving] = useState(false)

  const save = (edit: Edit) => {
    const { message } = edit
    const wording = draftOf(editDraftOf(message.room))(useDrafts.getState()).trim()
    if (wording === message.text && edit.problem === null) endTask(message.room)
    else if (wording === '' && message.images.length === 0) openDialog({ name: 'delete-message', message })
    // Whatever is refused is shown.
    else if (!isSaving) void send(message, wording)
  }
  const send = async (message: MessageView, wording: string) => {
    setSaving(true)
    try {
      const { message_id, version } = message
      await client.request('message_edit', { message_id, text: wording, expect_version: version })
      if (isStillOf(message)) endTask(message.room)
    } catch (error) {
      refuse(message, error)
    } finally {
      setSaving(false)
    }
  }
  const refuse = (before: MessageView, error: unknown) => {
    if (!isStillOf(before)) return
    const message = currentOf(client.getState().rooms.get(before.room), before)
    const code = error instanceof ChatError ? error.code : null
    const problem =
      code === 'version_conflict'
        ? text.composer.changedMeanwhile
        : code === 'not_found'
          ? text.composer.goneMeanwhile
          : errorText(text, error)
    setTask(before.room, { kind: 'edit', message, problem })
  }
  return { save, isSaving }
}

function isStillOf({ room, message_id }: MessageView): boolean {
  const task = composerTask(room)
  return task?.kind === 'edit' && task.message.message_id === message_id
}

/** As it stands now: what is saved next takes the place of that. */
function currentOf(state: RoomState | undefined, before: MessageView): MessageView {
  const entry = state?.entries.find(
    (each) => each.kind === 'message' && each.message.message_id === before.message_id,
  )
  return entry?.kind === 'message' ? entry.message : before
}
