/** Time and timers as the client uses them; injected so that tests can own them. */
export interface Clock {
  /** Milliseconds since 1970; for people, never for an order. */
  nowMs(): number
  /** Milliseconds of a clock that never jumps. */
  monotonicMs(): number
  /** Calls back once, after `delayMs`; the returned function cancels, and may be called twice. */
  after(delayMs: number, callback: () => void): () => void
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs)
    return () => clearTimeout(timer)
  },
}
