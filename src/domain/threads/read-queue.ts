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
  /** A signal may outlive many reads. */
  forgetSignal: () => void
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
      const abandon = () => signal && take(id)?.reject(reasonOf(signal))
      const forgetSignal = () => signal?.removeEventListener('abort', abandon)
      signal?.addEventListener('abort', abandon)
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject, forgetSignal })
      post({ type: 'read', id, nowMs: clock.nowMs(), kind, input })
    })
  }

  function settle(id: number, outcome: Outcome): void {
    const asked = take(id)
    if (asked === undefined) return
    if (outcome.ok) asked.resolve(outcome.value)
    else asked.reject(errorOf(outcome))
  }

  /** An answer to what was given up finds nobody, and is dropped. */
  function take(id: number): Waiting | undefined {
    const asked = waiting.get(id)
    waiting.delete(id)
    asked?.forgetSignal()
    return asked
  }

  function connect(to: ((message: ToReader) => void) | null): void {
    post = to
    if (to !== null) return
    for (const id of [...waiting.keys()]) take(id)?.reject(new DomainError('unavailable'))
  }

  return { read, settle, connect }
}

function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new Error('The read was given up.', { cause: reason })
}
