import { create } from 'zustand'
import type { MessageView } from '../../../protocol/views.ts'

/** What is open about a message: its menu, the emoji to react with, or on touch a sheet with both. */
export type OpenActions =
  | { kind: 'menu'; message: MessageView; anchor: HTMLElement }
  /** Without an anchor it takes the sheet's place. */
  | { kind: 'picker'; message: MessageView; anchor: HTMLElement | null }
  /** `anchor`: the message itself. */
  | { kind: 'sheet'; message: MessageView; anchor: HTMLElement }
  /** What can be done about its sender. */
  | { kind: 'person'; message: MessageView; anchor: HTMLElement }

export const useOpenActions = create<{ open: OpenActions | null }>(() => ({ open: null }))

export function openActions(open: OpenActions): void {
  useOpenActions.setState({ open })
}

/** A menu closes after what was chosen in it, which may have opened something in its place. */
export function closeMenu(): void {
  if (useOpenActions.getState().open?.kind === 'menu') closeActions()
}

export function closeActions(): void {
  useOpenActions.setState({ open: null })
}
