import { create } from 'zustand'
import type { SkinTone } from '../emoji/skin-tone.ts'

export type LanguageCode = 'en' | 'zh'
export type Theme = 'auto' | 'light' | 'dark'

interface Preferences {
  language: LanguageCode
  theme: Theme
  /** Of emoji that have one. */
  skinTone: SkinTone
}

const storageKey = 'chat-stack.preferences'

/** What this browser remembers about how the place should look; it stays when one logs out. */
export const usePreferences = create<Preferences>(() => ({ ...defaults(), ...stored() }))

export function setPreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change)
  try {
    localStorage.setItem(storageKey, JSON.stringify(usePreferences.getState()))
  } catch {
    // A browser that keeps nothing still shows what was chosen, until the page is left.
  }
}

function defaults(): Preferences {
  return { language: preferredLanguage(navigator.languages), theme: 'auto', skinTone: 0 }
}

/** The first language of the reader's that we speak. */
export function preferredLanguage(wanted: readonly string[]): LanguageCode {
  const first = wanted.find((tag) => /^(en|zh)\b/i.test(tag))
  return first !== undefined && /^zh/i.test(first) ? 'zh' : 'en'
}

function stored(): Partial<Preferences> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}')
    const { language, theme, skinTone } = value as Record<string, unknown>
    return {
      ...(language === 'en' || language === 'zh' ? { language } : {}),
      ...(theme === 'auto' || theme === 'light' || theme === 'dark' ? { theme } : {}),
      ...(isSkinTone(skinTone) ? { skinTone } : {}),
    }
  } catch {
    return {}
  }
}

function isSkinTone(value: unknown): value is SkinTone {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 5
}
