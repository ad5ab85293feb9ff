import type { MessagePort } from 'node:worker_threads'
import { DatabaseError } from '../db/database-error.ts'
import type { Unusable } from './postings.ts'

/** The store, as one of its threads sees it. */
export interface Parent<To, From> {
  onMessage(listener: (message: To) => void): void
  post(message: From): void
  close(): void
}

export function parent<To, From>(port: MessagePort | null): Parent<To, From> {
  if (port === null) throw new Error('This program is a thread of the store; it does not run by itself.')
  return {
    onMessage: (listener) => void port.on('message', listener),
    post: (message) => port.postMessage(message),
    close: () => port.close(),
  }
}

export function unusable(error: unknown): Unusable {
  const fault = error instanceof DatabaseError ? error.fault : null
  return { type: 'unusable', fault, message: error instanceof Error ? error.message : String(error) }
}
