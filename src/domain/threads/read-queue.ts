import type { Clock } from '../../platform/clock.ts'
import { DomainError } from '../errors.ts'
import type { QueryInput, QueryKind, QueryResult } from '../queries.ts'
import { errorOf, type Outcome } from './outcome.ts'
import type { ToReader } from './postings.ts'

/** Questions on their way to the reading thread. */
export interface ReadQueue {
  read<K extends QueryKind>(
    kind: K,
    input: QueryInput<K>,
    options?: { signal?: AbortSignal },
  ): Promise<QueryResult<K>>
  settle(id: number, outcome: Outcome): void
  /** Where questions go; `null`: nowhere, so everything is refused until there is a way again. */
  connect(post: ((message: ToReader) => void) | null): void
}

interface Waiting {
  resolve: (value: unknown) => void
  reject: (error: Error) => void
}

const maxWaitingReads = 10_000

export function createReadQueue(clock: Clock): ReadQueue {
  const waiting = new Map<number, Waiting>()
  let post: ((message: ToReader) => void) | null = null
  let lastId = 0

  function read<K extends QueryKind>(
    kind: K,
    input: QueryInput<K>,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<QueryResult<K>> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(reasonOf(signal))
      if (post === null || waiting.size >= maxWaitingReads) return reject(new DomainError('unavailable'))
      const id = (lastId += 1)
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      signal?.addEventListener('abort', () => abandon(id, reasonOf(signal)), { once: true })
      post({ type: 'read', id, nowMs: clock.nowMs(), kind, input })
    })
  }

  function settle(id: number, outcome: Outcome): void {
    const asked = take(id)
    if (asked === undefined) return
    if (outcome.ok) asked.resolve(outcome.value)
    else asked.reject(errorOf(outcome))
  }

  /** The thread answers all the same, and nobody listens. */
  function abandon(id: number, reason: Error): void {
    take(id)?.reject(reason)
  }

  function take(id: number): Waiting | undefined {
    const asked = waiting.get(id)
    waiting.delete(id)
    return asked
  }

  function connect(to: ((message: ToReader) => void) | null): void {
    post = to
    if (to !== null) return
    const refused = [...waiting.values()]
    waiting.clear()
    for (const { reject } of refused) reject(new DomainError('unavailable'))
  }

  return { read, settle, connect }
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('The read was given up.', { cause: reason })
}
