import { describe, expect, it } from 'vitest'
import { createPace, type Pace } from './upload-pace.ts'

const server = { offset: 0, chunkBytes: 131_072, windowBytes: 524_288 }
const least = 16_384

interface Line {
  bytesPerMs: number
  latencyMs: number
}

/** A minute of sending. `queueMs`: the longest that a message would have waited, after the first ten seconds. */
function send(pace: Pace, line: Line) {
  const underWay: { offset: number; ackAtMs: number }[] = []
  let [nowMs, offset, acked, freeAtMs, queueMs] = [0, 0, 0, 0, 0]
  while (nowMs < 60_000) {
    for (let bytes = pace.nextBytes(); bytes > 0; bytes = pace.nextBytes()) {
      offset += bytes
      freeAtMs = Math.max(freeAtMs, nowMs) + bytes / line.bytesPerMs
      if (nowMs > 10_000) queueMs = Math.max(queueMs, freeAtMs - nowMs)
      pace.sent(offset, nowMs)
      underWay.push({ offset, ackAtMs: freeAtMs + line.latencyMs })
    }
    const next = underWay.shift()
    if (next === undefined) throw new Error('Expected something to be on its way')
    nowMs = next.ackAtMs
    acked = next.offset
    pace.acked(acked, nowMs)
  }
  return { bytesPerMs: acked / nowMs, queueMs }
}

describe('[P-71] the pace of chunks', () => {
  it.each<[string, Line, number, number]>([
    ['a local network', { bytesPerMs: 100_000, latencyMs: 1 }, 0.9, 10],
    ['a house’s line', { bytesPerMs: 1_250, latencyMs: 30 }, 0.9, 250],
    ['a telephone in a train', { bytesPerMs: 60, latencyMs: 200 }, 0.6, 700],
    ['a satellite', { bytesPerMs: 500, latencyMs: 600 }, 0.6, 600],
  ])('uses %s, and leaves no queue in which a message would wait', (_name, line, share, mostMs) => {
    const { bytesPerMs, queueMs } = send(createPace(server), line)

    expect(bytesPerMs / line.bytesPerMs).toBeGreaterThan(share)
    expect(queueMs).toBeLessThan(mostMs)
  })

  it('begins with the least, and never has more on its way than the server takes', () => {
    const pace = createPace(server)
    expect(pace.nextBytes()).toBe(least)
    send(pace, { bytesPerMs: 1_000_000, latencyMs: 0 })
    let underWay = 0
    for (let bytes = pace.nextBytes(); bytes > 0; bytes = pace.nextBytes()) {
      underWay += bytes
      pace.sent(1e12 + underWay, 0)
    }

    expect(underWay % server.chunkBytes).toBe(0)
    expect(underWay).toBeLessThanOrEqual(server.windowBytes)
  })

  it('goes on from where another connection has come', () => {
    const pace = createPace(server)
    pace.sent(least, 0)
    pace.acked(5 * least, 1)

    expect(pace.nextBytes()).toBeGreaterThan(0)
  })
})
