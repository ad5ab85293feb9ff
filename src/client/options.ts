import type { BrowserGlobals } from './browser-globals.ts'
import { type Clock, systemClock } from './clock.ts'
import { createIndexedDbOutboxStore } from './outbox-indexeddb.ts'
import { createMemoryOutboxStore, type OutboxStore } from './outbox-store.ts'
import type { WebSocketConstructor } from './socket.ts'

export interface ChatClientOptions {
  /** Address of the WebSocket server. Without it, `/client-config.json` of the HTTP server names it. */
  url?: string
  /** Address of the HTTP server, for pictures and the page's session; a browser's own page by default. */
  httpUrl?: string
  /** A session's token, for programs; browsers have a cookie instead. */
  token?: string
  /** How this device is called in the list of sessions. */
  device?: string
  /** Where unsent messages live: IndexedDB in browsers, else memory. */
  outbox?: OutboxStore
  webSocket?: WebSocketConstructor
  fetch?: typeof fetch
  /** A browser's globals; what is missing in them is done without. */
  browser?: BrowserGlobals
  clock?: Clock
  /** From 0 to below 1. */
  random?: () => number
  /** Deadline of requests that name none; 15 s. */
  requestTimeoutMs?: number
  /** Messages of a room that are kept in memory, 100 at least; the rest is paged from the server. 1,000. */
  maxTimelineMessages?: number
}

/** The options, with everything in its place that was left out. */
export interface Surroundings {
  readonly url?: string
  readonly httpUrl: string | null
  readonly token?: string
  readonly device?: string
  readonly outbox: OutboxStore
  readonly webSocket: WebSocketConstructor
  readonly fetch: typeof fetch
  readonly browser: BrowserGlobals
  /** Whether a cookie may speak for us, which a page cannot see. */
  readonly hasCookies: boolean
  readonly clock: Clock
  readonly random: () => number
  readonly requestTimeoutMs: number
  readonly maxTimelineMessages: number
}

export function surroundingsOf(options: ChatClientOptions): Surroundings {
  const browser = options.browser ?? (globalThis as BrowserGlobals)
  const { location, indexedDB } = browser
  return {
    clock: systemClock,
    random: Math.random,
    requestTimeoutMs: 15_000,
    webSocket: globalThis.WebSocket,
    fetch: (input, init) => fetch(input, init),
    outbox: indexedDB ? createIndexedDbOutboxStore(indexedDB) : createMemoryOutboxStore(),
    ...options,
    browser,
    httpUrl: (options.httpUrl ?? location?.origin)?.replace(/\/$/, '') ?? null,
    hasCookies: location !== undefined && options.token === undefined,
    maxTimelineMessages: Math.max(100, options.maxTimelineMessages ?? 1_000),
  }
}
