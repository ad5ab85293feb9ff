import { type Clock, systemClock } from '../platform/clock.ts'
import { type Log, silentLog } from '../platform/log.ts'
import { defaultAccountLimits } from './account-limits.ts'
import type { CommandInput, CommandKind } from './commands.ts'
import { DomainError } from './errors.ts'
import type { QueryInput, QueryKind, QueryResult } from './queries.ts'
import type { Store, StoredEvent } from './store.ts'
import { type KeptThread, keepThread } from './threads/kept-thread.ts'
import type {
  FromReader,
  FromWriter,
  ThreadSettings,
  ToReader,
  ToWriter,
  WriterSettings,
} from './threads/postings.ts'
import { createReadQueue } from './threads/read-queue.ts'
import { createWriteQueue } from './threads/write-queue.ts'
import type { AccountLimits } from './transaction.ts'

export interface StoreOptions {
  databasePath: string
  /** Whether events are wanted: a server that pushes them does, a command line does not. */
  follow: boolean
  sessionIdleMs: number
  sessionMaxMs: number
  /** The defaults of the settings where it is absent. */
  limits?: AccountLimits
  /** Events that are older are removed, and clients that were away for longer start anew; none are where it is absent. */
  keepEventsMs?: number
  log?: Log
  clock?: Clock
}

type Listener = (events: readonly StoredEvent[]) => void

/**
 * The store on SQLite: a thread with the one connection that writes, and another that reads. Resolves when both are
 * open; rejects with `DatabaseError` where the database is missing, unusable or of another schema.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databasePath, follow, log = silentLog, clock = systemClock } = options
  const settings: ThreadSettings = {
    databasePath,
    sessionLimits: { idleMs: options.sessionIdleMs, maxMs: options.sessionMaxMs },
    accountLimits: options.limits ?? defaultAccountLimits,
  }
  const keepEventsMs = options.keepEventsMs ?? null
  const listeners = new Set<Listener>()
  const writes = createWriteQueue(clock, deliver)
  const reads = createReadQueue(clock)
  let gid: number | null = null
  let closing: Promise<void> | null = null

  const [writer, reader] = await bothOrNone(
    keepThread<ToWriter, FromWriter>({
      entry: 'writer',
      settings: (): WriterSettings => ({ ...settings, follow, afterGid: gid, keepEventsMs }),
      onUp: (post, opened) => {
        gid = opened.gid
        writes.connect(post)
      },
      onDown: () => writes.connect(null),
      onMessage: heard,
      isAnswer: ({ type }) => type === 'done',
      log,
      clock,
    }),
    keepThread<ToReader, FromReader>({
      entry: 'reader',
      settings: () => settings,
      onUp: (post) => reads.connect(post),
      onDown: () => reads.connect(null),
      onMessage: (message) => {
        if (message.type === 'result') reads.settle(message.id, message.outcome)
      },
      isAnswer: ({ type }) => type === 'result',
      log,
      clock,
    }),
  )

  function heard(message: Exclude<FromWriter, { type: 'opened' | 'unusable' }>): void {
    switch (message.type) {
      case 'done':
        gid = message.gid
        return writes.settle(message)
      case 'events':
        gid = message.gid
        return deliver(message.events)
      case 'noticed':
        return log[message.level](message.event, message.fields)
      case 'closed':
        return
      default:
        message satisfies never
    }
  }

  /** One listener's bug is not another's, nor the writers'. */
  function deliver(events: readonly StoredEvent[]): void {
    if (events.length === 0) return
    for (const listener of listeners) {
      try {
        listener(events)
      } catch (error) {
        log.error('follower_failed', { error })
      }
    }
  }

  async function closeAll(): Promise<void> {
    await writes.finish()
    await reader.close()
    await writer.close()
    listeners.clear()
  }

  return {
    execute: <K extends CommandKind>(kind: K, input: CommandInput<K>) => writes.execute(kind, input),
    read: <K extends QueryKind>(
      kind: K,
      input: QueryInput<K>,
      readOptions?: { signal?: AbortSignal },
    ): Promise<QueryResult<K>> => {
      if (closing !== null) return Promise.reject(new DomainError('unavailable'))
      // Readiness is about both threads.
      if (kind === 'ping' && !writer.isUp()) return Promise.reject(new DomainError('unavailable'))
      return reads.read(kind, input, readOptions)
    },
    snapshot: (userId) => writes.snapshot(userId),
    follow: (listener) => {
      if (!follow) throw new Error('This store was opened without following; its events are not read.')
      const own: Listener = (events) => listener(events)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
    close: () => (closing ??= closeAll()),
  }
}

async function bothOrNone(
  first: Promise<KeptThread>,
  second: Promise<KeptThread>,
): Promise<[KeptThread, KeptThread]> {
  const started = await Promise.allSettled([first, second])
  const [one, other] = started
  if (one.status === 'fulfilled' && other.status === 'fulfilled') return [one.value, other.value]
  for (const thread of started) if (thread.status === 'fulfilled') await thread.value.close()
  throw one.status === 'rejected' ? one.reason : (other as PromiseRejectedResult).reason
}
