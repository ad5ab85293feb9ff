import { DomainError } from '../errors.ts'

/** Lets one through at a time, in the order in which they came. */
export interface Turnstile {
  /** Rejects with `unavailable` when too many wait already, and with the signal's reason when it fires in the queue. */
  pass<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T>
}

export function createTurnstile({ maxWaiting }: { maxWaiting: number }): Turnstile {
  const waiting = new Set<() => void>()
  let isBusy = false

  async function pass<T>(task: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (isBusy) await turn(signal)
    isBusy = true
    try {
      signal.throwIfAborted()
      return await task()
    } finally {
      letNextIn()
    }
  }

  function turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (waiting.size >= maxWaiting) throw new DomainError('unavailable')
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(enter)
        reject(signal.reason as Error)
      }
      const enter = () => {
        signal.removeEventListener('abort', leave)
        resolve()
      }
      waiting.add(enter)
      signal.addEventListener('abort', leave, { once: true })
    })
  }

  /** Stays busy while somebody waits, so that a newcomer cannot slip in before the one whose turn it is. */
  function letNextIn(): void {
    const [next] = waiting
    isBusy = next !== undefined
    if (next === undefined) return
    waiting.delete(next)
    next()
  }

  return { pass }
}
