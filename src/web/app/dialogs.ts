import { create } from 'zustand'
import type { MessageView, UserView } from '../../protocol/views.ts'
import type { PersonAct } from '../features/members/act-on-person.tsx'

/** What is asked over the page; one at a time. */
export type OpenDialog =
  | { name: 'new-room' }
  | { name: 'new-direct' }
  | { name: 'browse' }
  | { name: 'jump'; typed: string }
  | { name: 'invite' }
  | { name: 'settings' }
  | { name: 'change-password' }
  | { name: 'devices' }
  | { name: 'log-out' }
  | { name: 'add-people'; room: string }
  | { name: 'leave' | 'notify' | 'room-settings' | 'archive'; room: string }
  | { name: PersonAct; room: string; person: UserView }
  | { name: 'delete-message'; message: MessageView }

export const useDialog = create<{ dialog: OpenDialog | null }>(() => ({ dialog: null }))

export function openDialog(dialog: OpenDialog): void {
  useDialog.setState({ dialog })
}

export function closeDialog(): void {
  useDialog.setState({ dialog: null })
}
