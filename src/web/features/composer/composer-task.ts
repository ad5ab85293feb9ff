import { create } from 'zustand'
import type { MessageView } from '../../../protocol/views.ts'
import { setDraft } from './drafts.ts'

/** What one writes is an answer to a message, or another wording of it; else a message of its own. */
export type ComposerTask =
  | { readonly kind: 'reply'; readonly message: MessageView }
  /** `message` is what the new wording takes the place of; `problem` why it was not taken. */
  | { readonly kind: 'edit'; readonly message: MessageView; readonly problem: string | null }

interface Tasks {
  rooms: Readonly<Record<string, ComposerTask>>
}

const useTasks = create<Tasks>(() => ({ rooms: {} }))

export function useComposerTask(room: string): ComposerTask | null {
  return useTasks((state) => state.rooms[room] ?? null)
}

export function composerTask(room: string): ComposerTask | null {
  return useTasks.getState().rooms[room] ?? null
}

export function startReply(message: MessageView): void {
  setTask(message.room, { kind: 'reply', message })
}

export function startEdit(message: MessageView): void {
  setDraft(editDraftOf(message.room), message.text)
  setTask(message.room, { kind: 'edit', message, problem: null })
}

export function setTask(room: string, task: ComposerTask): void {
  useTasks.setState(({ rooms }) => ({ rooms: { ...rooms, [room]: task } }))
}

export function endTask(room: string): void {
  setDraft(editDraftOf(room), '')
  useTasks.setState(({ rooms }) => {
    const { [room]: _, ...others } = rooms
    return { rooms: others }
  })
}

/** At log-out. */
export function forgetTasks(): void {
  useTasks.setState({ rooms: {} })
}

/** A new wording does not take the place of what one was writing: that waits under the room's own id. */
export function editDraftOf(room: string): string {
  return `${room}/edit`
}
