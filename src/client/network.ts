import type { BrowserGlobals } from './browser-globals.ts'

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
      const stop = new AbortController()
      const { signal } = stop
      const { document } = browser
      browser.addEventListener?.('online', () => listener('online'), { signal })
      browser.addEventListener?.('offline', () => listener('offline'), { signal })
      const look = () => document?.visibilityState === 'visible' && listener('visible')
      document?.addEventListener('visibilitychange', look, { signal })
      return () => stop.abort()
    },
  }
}
