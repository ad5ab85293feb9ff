import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageView } from '../../test/helpers/scripted-server.ts'
import { createRoomLog, type RoomEvent } from './room-log.ts'

const event = (seq: number): RoomEvent => ({ type: 'message', payload: messageView(seq) })
const seqs = (events: readonly RoomEvent[]) => events.map(({ payload }) => payload.seq)

describe('the log of a room', () => {
  it('[P-32] lets the next event through, and drops what it has let through before', () => {
    const log = createRoomLog({ seq: 4, epoch: 'e1' })

    expect(seqs(log.receive([event(5)]))).toEqual([5])
    expect(seqs(log.receive([event(5), event(3)]))).toEqual([])
    expect(log.appliedSeq()).toBe(5)
    expect(log.isBehind()).toBe(false)
  })

  it('[P-32] [C-5] holds back what is ahead of a gap until the gap is filled', () => {
    const log = createRoomLog({ seq: 4, epoch: 'e1' })

    expect(seqs(log.receive([event(7), event(6)]))).toEqual([])
    expect(log.isBehind()).toBe(true)
    expect(seqs(log.receive([event(5)]))).toEqual([5, 6, 7])
    expect(log.isBehind()).toBe(false)
  })

  it('is behind when a snapshot knows more', () => {
    const log = createRoomLog({ seq: 4, epoch: 'e1' })
    log.learnHead(6, 'e1')

    expect(log.isBehind()).toBe(true)
    expect(seqs(log.receive([event(5), event(6)]))).toEqual([5, 6])
    expect(log.isBehind()).toBe(false)
  })

  it('[P-31] trusts nothing after another epoch, until a reset', () => {
    const log = createRoomLog({ seq: 40, epoch: 'e1' })
    log.learnHead(10, 'e2')

    expect(log.epoch()).toBe('e1')
    expect(seqs(log.receive([event(11), event(41)]))).toEqual([])
    expect(log.isBehind()).toBe(true)
    expect(seqs(log.reset(10, 'e2'))).toEqual([11])
    expect(log.epoch()).toBe('e2')
    expect(log.isBehind(), 'event 41 was of the new epoch too').toBe(true)
  })

  it('[P-31] asks with an epoch that nobody has where the server knows less than we do', () => {
    const log = createRoomLog({ seq: 40, epoch: 'e1' })
    log.learnHead(10, 'e1')

    expect(log.epoch()).toBe('')
    expect(log.isBehind()).toBe(true)
    expect(seqs(log.reset(10, 'e1'))).toEqual([])
    expect(log.isBehind()).toBe(false)
  })

  it('forgets what was said before the epoch changed', () => {
    const log = createRoomLog({ seq: 4, epoch: 'e1' })
    log.receive([event(9)])
    log.learnHead(8, 'e2')

    expect(seqs(log.reset(8, 'e2'))).toEqual([])
    expect(log.appliedSeq()).toBe(8)
  })

  it('keeps a bounded number of events ahead of a gap, and knows that it dropped the others', () => {
    const log = createRoomLog({ seq: 0, epoch: 'e1' })
    for (let seq = 2; seq <= 2_000; seq++) log.receive([event(seq)])

    expect(log.receive([event(1)])).toHaveLength(1_001)
    expect(log.isBehind()).toBe(true)
  })

  it('[P-32] lets all events through once and in order, whatever order and however often they come', () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 })
    fc.assert(
      fc.property(arrivals, (numbers) => {
        const log = createRoomLog({ seq: 0, epoch: 'e1' })
        const through = numbers.flatMap((seq) => seqs(log.receive([event(seq)])))
        const gap = Array.from({ length: 12 }, (_, index) => event(index + 1))
        through.push(...seqs(log.receive(gap)))

        expect(through).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
      }),
    )
  })
})
