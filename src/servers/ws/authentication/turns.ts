import { DomainError } from '../../../domain/errors.ts'

/** Paces work that somebody asks for: addresses take turns, so that one that asks a lot delays the others by one turn. */
export type Turns = <T>(address: string, work: () => Promise<T>) => Promise<T>

interface Waiter {
  enter(): void
  giveWay(): void
}

/**
 * Where `maxWaiting` wait, the last of the address with the most gives way to one of an address with fewer; else the
 * newcomer does. Who gives way is refused with `rate_limited`.
 */
export function createTurns(options: { maxAtOnce: number; maxWaiting: number; retryAfterMs: number }): Turns {
  const { maxAtOnce, maxWaiting, retryAfterMs } = options
  /** In the order of their turns. */
  const waiting = new Map<string, Waiter[]>()
  let waitingCount = 0
  let running = 0

  return async (address, work) => {
    // Whoever ends hands its place on, so `running` stays as it is.
    if (running >= maxAtOnce) await turnOf(address)
    else running += 1
    try {
      return await work()
    } finally {
      letNextIn()
    }
  }

  function turnOf(address: string): Promise<void> {
    if (waitingCount >= maxWaiting) makeRoomFor(address)
    return new Promise((resolve, reject) => {
      const refuse = () => reject(new DomainError('rate_limited', { retryAfterMs }))
      const queue = waiting.get(address) ?? []
      waiting.set(address, queue)
      queue.push({ enter: resolve, giveWay: refuse })
      waitingCount += 1
    })
  }

  function makeRoomFor(address: string): void {
    const [longest = '', queue = []] = [...waiting].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? []
    const own = waiting.get(address)?.length ?? 0
    if (queue.length <= own + 1) throw new DomainError('rate_limited', { retryAfterMs })
    take(longest, () => queue.pop())?.giveWay()
  }

  function letNextIn(): void {
    const [address, queue] = waiting.entries().next().value ?? []
    if (address === undefined || queue === undefined) {
      running -= 1
      return
    }
    const next = take(address, () => queue.shift())
    // Behind the others, if it has more.
    if (waiting.delete(address)) waiting.set(address, queue)
    next?.enter()
  }

  function take(address: string, from: () => Waiter | undefined): Waiter | undefined {
    const waiter = from()
    waitingCount -= 1
    if (waiting.get(address)?.length === 0) waiting.delete(address)
    return waiter
  }
}
