import { create } from 'zustand'
import type { MessageView } from '../../../protocol/views.ts'
import { draftOf, setDraft, useDrafts } from './drafts.ts'

/** What one writes is an answer to a message, or another wording of it; else a message of its own. */
export type ComposerTask = ReplyTask | EditTask

export interface ReplyTask {
  readonly kind: 'reply'
  readonly message: MessageView
}

export interface EditTask {
  readonly kind: 'edit'
  /** What the new wording takes the place of. */
  readonly message: MessageView
  /** Why the wording was not taken. */
  readonly problem: string | null
  /** The wording that was saved without a connection; it goes out with the next, unless it is changed before. */
  readonly waiting: string | null
}

type Tasks = Readonly<Record<string, ComposerTask>>

const storageKey = 'chat-stack.tasks'

/** By room; like the drafts they outlive a reload. Gone at log-out. */
const useTasks = create<{ rooms: Tasks }>(() => ({ rooms: stored() }))

export function useComposerTask(room: string): ComposerTask | null {
  return useTasks((state) => state.rooms[room] ?? null)
}

export function composerTask(room: string): ComposerTask | null {
  return useTasks.getState().rooms[room] ?? null
}

/** Those that wait for a connection, in all rooms. */
export function waitingEdits(): EditTask[] {
  return Object.values(useTasks.getState().rooms).flatMap((task) =>
    task.kind === 'edit' && isWaiting(task) ? [task] : [],
  )
}

export function startReply(message: MessageView): void {
  setTask(message.room, { kind: 'reply', message })
}

export function startEdit(message: MessageView): void {
  const current = composerTask(message.room)
  const isOpen = current?.kind === 'edit' && current.message.message_id === message.message_id
  if (!isOpen) setDraft(editDraftOf(message.room), message.text)
  setTask(message.room, { kind: 'edit', message, problem: null, waiting: null })
}

/** A new wording of another message that would be lost if this one took its place in the composer. */
export function isInTheWay({ room, message_id }: MessageView): boolean {
  const task = composerTask(room)
  if (task?.kind !== 'edit' || task.message.message_id === message_id) return false
  return wordingIn(room) !== task.message.text
}

export function setTask(room: string, task: ComposerTask): void {
  useTasks.setState(({ rooms }) => ({ rooms: { ...rooms, [room]: task } }))
  keep()
}

export function endTask(room: string): void {
  setDraft(editDraftOf(room), '')
  useTasks.setState(({ rooms }) => {
    const { [room]: _, ...others } = rooms
    return { rooms: others }
  })
  keep()
}

/** At log-out. */
export function forgetTasks(): void {
  useTasks.setState({ rooms: {} })
  keep()
}

/** A new wording does not take the place of what one was writing: that waits under the room's own id. */
export function editDraftOf(room: string): string {
  return `${room}/edit`
}

/** The new wording, as it would be saved now. */
export function wordingIn(room: string): string {
  return draftOf(editDraftOf(room))(useDrafts.getState()).trim()
}

function isWaiting({ message, waiting }: EditTask): boolean {
  return waiting !== null && waiting === wordingIn(message.room)
}

function keep(): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(useTasks.getState().rooms))
  } catch {
    // Without storage it lives as long as the page.
  }
}

/** Written by this very page, if it is there at all. */
function stored(): Tasks {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey) ?? '{}') as Tasks
  } catch {
    return {}
  }
}
