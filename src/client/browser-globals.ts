import type { OutboxEntry } from './outbox-store.ts'

/**
 * The part of a browser's globals that the client looks at; in Node most of it is missing. The package is typed without
 * a browser's library, so that what leaks one fails to compile.
 */
export interface BrowserGlobals {
  readonly location?: { readonly protocol: string; readonly hostname: string; readonly origin: string }
  readonly indexedDB?: IndexedDb
  readonly navigator?: { readonly onLine?: boolean }
  readonly document?: {
    readonly visibilityState: string
    addEventListener(type: 'visibilitychange', listener: () => void, until: { signal: AbortSignal }): void
  }
  addEventListener?(type: 'online' | 'offline', listener: () => void, until: { signal: AbortSignal }): void
}

export interface IndexedDb {
  open(name: string, version: number): Request<Database>
}

interface Target<Type extends string> {
  addEventListener(type: Type, listener: () => void): void
}

export interface Work<Type extends string> extends Target<Type> {
  /** Only once it has failed. */
  readonly error: Error
}

export interface Request<T> extends Work<'success' | 'error' | 'upgradeneeded'> {
  readonly result: T
}

export interface Database extends Target<'versionchange' | 'close'> {
  createObjectStore(name: string, options: { keyPath: string }): ObjectStore
  transaction(name: string, mode: 'readonly' | 'readwrite'): Transaction
  close(): void
}

interface Transaction extends Work<'complete' | 'abort'> {
  objectStore(name: string): ObjectStore
}

export interface ObjectStore {
  createIndex(name: string, keyPath: string): unknown
  index(name: string): { getAll(key: string): Request<OutboxEntry[]> }
  put(entry: OutboxEntry): unknown
  delete(key: string): unknown
}
