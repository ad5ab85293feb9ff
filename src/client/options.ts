import { type Clock, systemClock } from './clock.ts'
import type { BrowserGlobals } from './network.ts'
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
  readonly url: string | undefined
  readonly httpUrl: string | null
  readonly token: string | null
  readonly device: string | undefined
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
    url: options.url,
    httpUrl: (options.httpUrl ?? location?.origin)?.replace(/\/$/, '') ?? null,
    token: options.token ?? null,
    device: options.device,
    outbox: options.outbox ?? (indexedDB ? createIndexedDbOutboxStore(indexedDB) : createMemoryOutboxStore()),
    webSocket: options.webSocket ?? WebSocket,
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    browser,
    hasCookies: location !== undefined && options.token === undefined,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    requestTimeoutMs: options.requestTimeoutMs ?? 15_000,
    maxTimelineMessages: Math.max(100, options.maxTimelineMessages ?? 1_000),
  }
}
