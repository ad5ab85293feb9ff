import { create } from 'zustand'

export interface Toast {
  id: number
  text: string
  kind: 'done' | 'problem'
}

/** One at a time: a newer one takes the place of the one before. */
export const useToast = create<{ toast: Toast | null }>(() => ({ toast: null }))

let lastId = 0

export function showToast(text: string, kind: Toast['kind'] = 'done'): void {
  lastId += 1
  useToast.setState({ toast: { id: lastId, text, kind } })
}

export function hideToast(id: number): void {
  useToast.setState((state) => (state.toast?.id === id ? { toast: null } : state))
}
