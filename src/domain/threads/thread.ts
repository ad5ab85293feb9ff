import { Worker } from 'node:worker_threads'
import { codeFile } from '../../platform/package.ts'
import { DatabaseError } from '../db/database-error.ts'
import type { Unusable } from './postings.ts'

/** A thread of the store, seen from the servers' loop. */
export interface Thread<To> {
  post: (message: To) => void
  /** Ends it between two instructions; `onEnd` is called as for a crash. */
  kill: () => void
  /** Resolves when it has ended, however. */
  readonly ended: Promise<void>
}

interface ThreadOptions<From> {
  entry: 'writer' | 'reader'
  settings: unknown
  onMessage: (message: From) => void
  /** Called once, after the last message. `cause` is what it died of, where it is known. */
  onEnd: (cause: unknown) => void
}

/** Resolves when the database is open; rejects with `DatabaseError` where it cannot be used. */
export async function startThread<To, From extends { type: string }>(
  options: ThreadOptions<Exclude<From, { type: 'opened' } | Unusable>>,
): Promise<{ thread: Thread<To>; opened: Extract<From, { type: 'opened' }> }> {
  const worker = new Worker(codeFile(`domain/threads/${options.entry}`), { workerData: options.settings })
  let cause: unknown
  worker.on('error', (error: unknown) => (cause = error))
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const first = await firstMessage<From>(worker, () => cause)
  if (first.type === 'unusable') {
    await ended
    throw errorOf(first as unknown as Unusable)
  }
  worker.on('message', options.onMessage)
  worker.once('exit', () => options.onEnd(cause))
  const thread: Thread<To> = {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread is no window
    post: (message) => worker.postMessage(message),
    kill: () => void worker.terminate(),
    ended,
  }
  return { thread, opened: first as Extract<From, { type: 'opened' }> }
}

function firstMessage<From>(worker: Worker, causeOfDeath: () => unknown): Promise<From> {
  return new Promise((resolve, reject) => {
    const died = () => reject(new Error('A thread of the store ended at once.', { cause: causeOfDeath() }))
    worker.once('exit', died)
    worker.once('message', (message: From) => {
      worker.off('exit', died)
      resolve(message)
    })
  })
}

function errorOf({ fault, message }: Unusable): Error {
  return fault === null ? new Error(message) : new DatabaseError(fault, message)
}
