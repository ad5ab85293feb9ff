import { limits } from '../protocol/limits.ts'

/** How much of a picture may be on its way, so that a message behind it does not wait. Times are of a monotonic clock. */
export interface Pace {
  /** Bytes of the next chunk; 0: not before the next ack. */
  readonly nextBytes: () => number
  /** Everything up to `offset` was sent. */
  readonly sent: (offset: number, nowMs: number) => void
  /** Everything up to `offset` was acked. */
  readonly acked: (offset: number, nowMs: number) => void
}

/** What the chunks that are on their way may add to the time that a message takes. */
const maxQueueMs = 150

/**
 * The time from a chunk to its ack is that of the line alone as long as nothing waits in front of it; what it takes beyond
 * the shortest time so far is a queue, and a message would stand in it as well. While there is none the window grows, and
 * it is cut by a quarter, once for all that was sent before, when there is one. (After LEDBAT, RFC 6817, and TCP's slow start.)
 */
export function createPace(server: {
  /** Where sending begins. */
  offset: number
  chunkBytes: number
  windowBytes: number
}): Pace {
  const least = limits.minImageChunkBytes
  const underWay: { offset: number; atMs: number }[] = []
  let windowBytes = least
  let shortestMs = Number.POSITIVE_INFINITY
  let hasQueued = false
  let sentUpTo = server.offset
  let ackedUpTo = server.offset
  let judgedUpTo = server.offset

  function pieceBytes(): number {
    return Math.min(server.chunkBytes, Math.max(least, Math.floor(windowBytes / 4)))
  }

  function acked(offset: number, nowMs: number): void {
    let last: { offset: number; atMs: number } | undefined
    while (underWay[0] !== undefined && underWay[0].offset <= offset) last = underWay.shift()
    ackedUpTo = offset
    sentUpTo = Math.max(sentUpTo, offset)
    if (last === undefined) return
    const tookMs = nowMs - last.atMs
    shortestMs = Math.min(shortestMs, tookMs)
    if (tookMs - shortestMs <= maxQueueMs) grow()
    else if (offset > judgedUpTo) shrink()
  }

  /** Doubles in a round trip until there was a queue once, then grows by a piece. */
  function grow(): void {
    const piece = pieceBytes()
    windowBytes = Math.min(
      server.windowBytes,
      windowBytes + (hasQueued ? (piece * piece) / windowBytes : piece),
    )
  }

  function shrink(): void {
    hasQueued = true
    windowBytes = Math.max(least, windowBytes * 0.75)
    judgedUpTo = sentUpTo
  }

  return {
    nextBytes: () => (sentUpTo - ackedUpTo + pieceBytes() <= windowBytes ? pieceBytes() : 0),
    sent(offset, nowMs) {
      sentUpTo = offset
      underWay.push({ offset, atMs: nowMs })
    },
    acked,
  }
}
