import { bounds } from './bounds.ts'
import { TokenBucket } from './token-bucket.ts'

/** What one connection has used of its limits. Most never break one, and carry no memory of it. */
export class Usage {
  readonly #requests: TokenBucket
  #refusals: TokenBucket | undefined
  #badFrames: TokenBucket | undefined
  #pendingRequests = 0

  constructor(rate: { perSecond: number; burst: number }, nowMs: number) {
    this.#requests = new TokenBucket(rate, nowMs)
  }

  /** [P-42] Counts a frame; the milliseconds to wait, or 0. */
  takeRequest(nowMs: number): number {
    return this.#requests.take(nowMs)
  }

  /** [P-43] Counts a refusal; `false` where the peer goes on and on. */
  takeRefusal(nowMs: number): boolean {
    this.#refusals ??= new TokenBucket(
      { perSecond: bounds.refusalsPerSecond, burst: bounds.refusalBurst },
      nowMs,
    )
    return this.#refusals.take(nowMs) === 0
  }

  /** Counts a frame that was no request; `false` where it is one too many. */
  takeBadFrame(nowMs: number): boolean {
    this.#badFrames ??= new TokenBucket(
      { perSecond: bounds.badFramesPerSecond, burst: bounds.badFrameBurst },
      nowMs,
    )
    return this.#badFrames.take(nowMs) === 0
  }

  /** `false` where too many requests wait for their answers; else one more does, until `endRequest`. */
  beginRequest(): boolean {
    if (this.#pendingRequests >= bounds.maxPendingRequests) return false
    this.#pendingRequests += 1
    return true
  }

  endRequest(): void {
    this.#pendingRequests -= 1
  }
}
