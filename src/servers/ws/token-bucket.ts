/** So much at once, and then so much a second. Times are of the monotonic clock. */
export class TokenBucket {
  readonly #perSecond: number
  readonly #burst: number
  #tokens: number
  #filledAtMs: number

  constructor(options: { perSecond: number; burst: number }, nowMs: number) {
    this.#perSecond = options.perSecond
    this.#burst = options.burst
    this.#tokens = options.burst
    this.#filledAtMs = nowMs
  }

  /** Takes one; 0 if there was one, else the milliseconds until there is. */
  take(nowMs: number): number {
    const waitMs = this.waitMs(nowMs)
    if (waitMs === 0) this.#tokens -= 1
    return waitMs
  }

  /** One that was taken for nothing. */
  giveBack(nowMs: number): void {
    this.#fill(nowMs)
    this.#tokens = Math.min(this.#burst, this.#tokens + 1)
  }

  /** What `take` would say. */
  waitMs(nowMs: number): number {
    this.#fill(nowMs)
    return this.#tokens >= 1 ? 0 : Math.ceil(((1 - this.#tokens) / this.#perSecond) * 1_000)
  }

  /** Whether nothing was taken that has not come back: a full bucket remembers nothing. */
  isFull(nowMs: number): boolean {
    this.#fill(nowMs)
    return this.#tokens >= this.#burst
  }

  #fill(nowMs: number): void {
    const gained = ((nowMs - this.#filledAtMs) / 1_000) * this.#perSecond
    this.#tokens = Math.min(this.#burst, this.#tokens + gained)
    this.#filledAtMs = nowMs
  }
}
