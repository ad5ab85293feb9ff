import { create } from 'zustand'

/** The row that somebody was led to, until it has been seen. */
export const useFoundRow = create<{ key: string | null }>(() => ({ key: null }))

export function findRow(key: string | null): void {
  useFoundRow.setState({ key })
}
