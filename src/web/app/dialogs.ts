import { create } from 'zustand'
import type { MessageView } from '../../protocol/views.ts'

/** What is asked over the page; one at a time. */
export type OpenDialog =
  | { name: 'new-room' }
  | { name: 'browse' }
  | { name: 'jump' }
  | { name: 'invite' }
  | { name: 'settings' }
  | { name: 'change-password' }
  | { name: 'devices' }
  | { name: 'log-out' }
  | { name: 'add-people'; room: string }
  | { name: 'leave'; room: string }
  | { name: 'delete-message'; message: MessageView }

export const useDialog = create<{ dialog: OpenDialog | null }>(() => ({ dialog: null }))

export function openDialog(dialog: OpenDialog): void {
  useDialog.setState({ dialog })
}

export function closeDialog(): void {
  useDialog.setState({ dialog: null })
}
