import { describe, expect, test } from 'vitest'
import { type Holder, whoGivesWay } from './upload-places.ts'

const upload = (ownerId: number, heardAtMs: number, isReceiving = true): Holder => ({
  ...{ part: { ownerId }, heardAtMs, isReceiving },
})

/** Which of them: by its place in the list. */
function choice(open: readonly Holder[], ownerId: number, nowMs = 1_000): number {
  const chosen = whoGivesWay(open, { ownerId, nowMs })
  return chosen === undefined ? -1 : open.indexOf(chosen)
}

describe('[P-72] where all places are taken, there gives way', () => {
  test('the one that was silent for longest, if that was long, whoever it is of', () => {
    const open = [upload(1, 900), upload(2, 400), upload(3, 300)]

    expect(choice(open, 9, 15_300)).toBe(2)
    expect(choice(open, 3, 15_300)).toBe(2)
    expect(choice(open, 9, 15_299)).toBe(-1)
  })

  test('one of whoever has most, the one that was silent for longest, to one who has fewer', () => {
    const open = [upload(1, 100), upload(2, 700), upload(2, 600), upload(2, 800), upload(3, 50)]

    expect(choice(open, 9)).toBe(2)
    expect(choice(open, 3)).toBe(2)
  })

  test('nobody to one who would then have as many as whoever gave way', () => {
    const open = [upload(1, 100), upload(1, 200), upload(2, 300)]

    expect(choice(open, 2)).toBe(-1)
    expect(choice(open, 9)).toBe(0)
    expect(choice([upload(1, 100), upload(2, 300)], 9)).toBe(-1)
  })

  test('none that is being prepared', () => {
    expect(choice([upload(1, 100, false), upload(1, 200), upload(1, 300, false)], 9)).toBe(1)
    expect(choice([upload(1, 100, false), upload(1, 200, false)], 9, 60_000)).toBe(-1)
    expect(choice([], 9)).toBe(-1)
  })
})
