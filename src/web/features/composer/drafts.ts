import { create } from 'zustand'

const storageKey = 'chat-stack.drafts'

/** What one was writing, by room; it outlives a reload. Gone at log-out. */
export const useDrafts = create<{ rooms: Readonly<Record<string, string>> }>(() => ({ rooms: stored() }))

export function draftOf(room: string): (state: { rooms: Readonly<Record<string, string>> }) => string {
  return (state) => state.rooms[room] ?? ''
}

export function setDraft(room: string, text: string): void {
  useDrafts.setState(({ rooms }) => {
    const others = Object.fromEntries(Object.entries(rooms).filter(([id]) => id !== room))
    return { rooms: text === '' ? others : { ...others, [room]: text } }
  })
  keep()
}

export function forgetDrafts(): void {
  useDrafts.setState({ rooms: {} })
  keep()
}

function keep(): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify(useDrafts.getState().rooms))
  } catch {
    // Without storage a draft lives as long as the page.
  }
}

function stored(): Record<string, string> {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? '{}')
    if (typeof value !== 'object' || value === null) return {}
    return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === 'string'))
  } catch {
    return {}
  }
}
