import type { IndexedDb } from './outbox-indexeddb.ts'
import type { XhrLike } from './post-picture.ts'

/** What a browser knows of its network and its page; everywhere else, nothing. */
export interface Network {
  /** False only where the system is sure that there is no network at all. */
  isOnline(): boolean
  /** `visible`: the page came back to the front, perhaps after a night's sleep. */
  watch(listener: (change: 'online' | 'offline' | 'visible') => void): () => void
}

export function browserNetwork(browser: BrowserGlobals): Network {
  return {
    isOnline: () => browser.navigator?.onLine ?? true,
    watch(listener) {
      const online = () => listener('online')
      const offline = () => listener('offline')
      const visible = () => {
        if (browser.document?.visibilityState === 'visible') listener('visible')
      }
      browser.addEventListener?.('online', online)
      browser.addEventListener?.('offline', offline)
      browser.document?.addEventListener('visibilitychange', visible)
      return () => {
        browser.removeEventListener?.('online', online)
        browser.removeEventListener?.('offline', offline)
        browser.document?.removeEventListener('visibilitychange', visible)
      }
    },
  }
}

/** The part of a browser's globals that the client looks at; in Node most of it is missing. */
export interface BrowserGlobals {
  readonly location?: { readonly protocol: string; readonly hostname: string; readonly origin: string }
  readonly indexedDB?: IndexedDb
  readonly XMLHttpRequest?: new () => XhrLike
  readonly navigator?: { readonly onLine?: boolean }
  readonly document?: {
    readonly visibilityState: string
    addEventListener(type: 'visibilitychange', listener: () => void): void
    removeEventListener(type: 'visibilitychange', listener: () => void): void
  }
  addEventListener?(type: 'online' | 'offline', listener: () => void): void
  removeEventListener?(type: 'online' | 'offline', listener: () => void): void
}
