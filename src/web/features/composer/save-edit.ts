import { create } from 'zustand'
import type { ChatClient } from '../../../client/chat-client.ts'
import type { RoomState } from '../../../client/chat-state.ts'
import { ChatError } from '../../../client/errors.ts'
import type { MessageView } from '../../../protocol/views.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'
import { errorText } from '../../i18n/error-text.ts'
import { composerTask, type EditTask, endTask, setTask, wordingIn } from './composer-task.ts'

/** Messages whose new wording is on its way, by id. */
export const useSavedNow = create<{ messages: ReadonlySet<string> }>(() => ({ messages: new Set() }))

/**
 * Sends a message's new wording as it stands in the composer. Without a connection it waits for the next; what is refused
 * stays in the composer, with the reason above it. Never rejects.
 */
export async function saveEdit(client: ChatClient, text: Dictionary, { message }: EditTask): Promise<void> {
  const { room, message_id, version } = message
  if (useSavedNow.getState().messages.has(message_id)) return
  const wording = wordingIn(room)
  mark(message_id, true)
  try {
    await client.request('message_edit', { message_id, text: wording, expect_version: version })
    settle(client, message, wording)
  } catch (error) {
    if (taskFor(message) !== null) setTask(room, refused(client, text, { message, wording, error }))
  } finally {
    mark(message_id, false)
  }
}

/** What was written meanwhile is another wording still. */
function settle(client: ChatClient, before: MessageView, wording: string): void {
  if (taskFor(before) === null) return
  if (wordingIn(before.room) === wording) return endTask(before.room)
  const message = currentOf(client.getState().rooms.get(before.room), before)
  setTask(before.room, { kind: 'edit', message, problem: null, waiting: null })
}

function refused(
  client: ChatClient,
  text: Dictionary,
  { message: before, wording, error }: { message: MessageView; wording: string; error: unknown },
): EditTask {
  const code = error instanceof ChatError ? error.code : null
  // Whether it arrived is not known; saving the same again is a success.
  if (code === 'disconnected' || code === 'timeout')
    return { kind: 'edit', message: before, problem: null, waiting: wording }
  const message = currentOf(client.getState().rooms.get(before.room), before)
  return { kind: 'edit', message, problem: problemOf(text, { code, error }), waiting: null }
}

function problemOf(text: Dictionary, { code, error }: { code: string | null; error: unknown }): string {
  if (code === 'version_conflict') return text.composer.changedMeanwhile
  return code === 'not_found' ? text.composer.goneMeanwhile : errorText(text, error)
}

function taskFor({ room, message_id }: MessageView): EditTask | null {
  const task = composerTask(room)
  return task?.kind === 'edit' && task.message.message_id === message_id ? task : null
}

/** As it stands now: what is saved next takes the place of that. */
function currentOf(state: RoomState | undefined, before: MessageView): MessageView {
  const entry = state?.entries.find(
    (each) => each.kind === 'message' && each.message.message_id === before.message_id,
  )
  return entry?.kind === 'message' ? entry.message : before
}

function mark(messageId: string, isSaving: boolean): void {
  useSavedNow.setState(({ messages }) => {
    const others = [...messages].filter((id) => id !== messageId)
    return { messages: new Set(isSaving ? [...others, messageId] : others) }
  })
}
