import { create } from 'zustand'

const storageKey = 'chat-stack.emoji'
const maxRecent = 16
/** What most people reach for first, until they have habits of their own. */
const usual = ['👍', '❤️', '😂', '🎉', '👀', '✅', '🙏', '🤔']

/** The emoji that were used last in this browser, newest first. */
const useRecent = create<{ emoji: readonly string[] }>(() => ({ emoji: stored() }))

/** As many as asked for: one's own, then the usual. */
export function useRecentEmoji(count: number): readonly string[] {
  const own = useRecent((state) => state.emoji)
  return [...new Set([...own, ...usual])].slice(0, count)
}

export function rememberEmoji(emoji: string): void {
  useRecent.setState((state) => ({
    emoji: [emoji, ...state.emoji.filter((other) => other !== emoji)].slice(0, maxRecent),
  }))
  try {
    localStorage.setItem(storageKey, JSON.stringify(useRecent.getState().emoji))
  } catch {
    // A browser that keeps nothing remembers as long as the page lives.
  }
}

function stored(): readonly string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]')
    return Array.isArray(value) ? value.filter((emoji) => typeof emoji === 'string').slice(0, maxRecent) : []
  } catch {
    return []
  }
}
