import type { ErrorPayload } from '../protocol/events.ts'
import type { ReplyFrame } from '../protocol/frames.ts'
import type { RequestPayload, RequestType } from '../protocol/requests.ts'
import type { Clock } from './clock.ts'
import { type ChatError, disconnected, fromWire, timedOut } from './errors.ts'

export interface RequestOptions {
  /** The promise rejects with its reason; the server may do the work all the same. */
  signal?: AbortSignal
  timeoutMs?: number
}

/** Sends a request and waits for its reply; rejects with `ChatError`, or with the signal's reason. */
export type Ask = <T extends RequestType>(
  type: T,
  payload: RequestPayload<T>,
  options?: RequestOptions,
) => Promise<ReplyFrame>

export interface Requests {
  ask: Ask
  /** Hands a reply to whoever waits for it. One that nobody waits for any more is dropped. */
  settle(frame: ReplyFrame): void
  /** The connection is gone, and no reply can come. */
  failAll(error: ChatError): void
}

/** [P-2] Requests by id. An id is never used twice, so a late reply cannot be taken for another's. */
export function createRequests(options: {
  send: (text: string) => boolean
  clock: Clock
  timeoutMs: number
}): Requests {
  const pending = new Map<string, { resolve(frame: ReplyFrame): void; reject(reason: Error): void }>()
  let lastId = 0

  function ask(type: RequestType, payload: unknown, { signal, timeoutMs }: RequestOptions = {}) {
    return new Promise<ReplyFrame>((resolve, reject) => {
      signal?.throwIfAborted()
      const id = String(++lastId)
      if (!options.send(JSON.stringify({ type, id, payload }))) return reject(disconnected())
      const abort = () => fail(signal?.reason as Error)
      const cancel = options.clock.after(timeoutMs ?? options.timeoutMs, () => fail(timedOut(`"${type}"`)))
      signal?.addEventListener('abort', abort)
      pending.set(id, { resolve: (frame) => finish(() => resolve(frame)), reject: fail })

      function fail(reason: Error): void {
        finish(() => reject(reason))
      }

      function finish(settle: () => void): void {
        pending.delete(id)
        cancel()
        signal?.removeEventListener('abort', abort)
        settle()
      }
    })
  }

  return {
    ask,
    settle(frame) {
      const request = pending.get(frame.re ?? '')
      if (frame.type === 'error') request?.reject(fromWire(frame.payload as unknown as ErrorPayload))
      else request?.resolve(frame)
    },
    failAll(error) {
      for (const request of [...pending.values()]) request.reject(error)
    },
  }
}
