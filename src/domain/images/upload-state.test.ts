import { describe, expect, test } from 'vitest'
import { limits } from '../../protocol/limits.ts'
import {
  type ChunkRange,
  judge,
  resumed,
  transition,
  type UploadEvent,
  type UploadState,
} from './upload-state.ts'

const total = 300_000
const states = {
  receiving: { kind: 'receiving', writtenBytes: 100_000, expectedBytes: 150_000 },
  preparing: { kind: 'preparing' },
  'ended, resumable': { kind: 'ended', staysOnDisk: true },
  'ended, gone': { kind: 'ended', staysOnDisk: false },
} satisfies Record<string, UploadState>
const events = {
  chunk_taken: { type: 'chunk_taken', bytes: 20_000 },
  chunk_written: { type: 'chunk_written', bytes: 50_000 },
  'last chunk_written': { type: 'chunk_written', bytes: 200_000 },
  left: { type: 'left' },
  idle: { type: 'idle' },
  'failed for now': { type: 'failed', forGood: false },
  'failed for good': { type: 'failed', forGood: true },
  finished: { type: 'finished' },
  cancelled: { type: 'cancelled' },
} satisfies Record<string, UploadEvent>

const resumable = states['ended, resumable']
const gone = states['ended, gone']
const changes: Partial<Record<`${keyof typeof states}, ${keyof typeof events}`, UploadState>> = {
  'receiving, chunk_taken': { kind: 'receiving', writtenBytes: 100_000, expectedBytes: 170_000 },
  'receiving, chunk_written': { kind: 'receiving', writtenBytes: 150_000, expectedBytes: 150_000 },
  'receiving, last chunk_written': states.preparing,
  'receiving, left': resumable,
  'receiving, idle': resumable,
  'receiving, failed for now': resumable,
  'receiving, failed for good': gone,
  'receiving, cancelled': gone,
  'preparing, failed for now': resumable,
  'preparing, failed for good': gone,
  'preparing, finished': gone,
  'preparing, cancelled': gone,
}

const table = Object.entries(states).flatMap(([stateName, state]) =>
  Object.entries(events).map(([eventName, event]) => {
    const after = changes[`${stateName}, ${eventName}` as keyof typeof changes] ?? state
    return [stateName, eventName, { state, event, after }] as const
  }),
)

describe('the states of an upload', () => {
  test.each(table)('%s, %s', (_state, _event, { state, event, after }) => {
    expect(transition(state, event, total)).toEqual(after)
  })

  test.each([
    ['nothing', 0, { kind: 'receiving', writtenBytes: 0, expectedBytes: 0 }],
    ['some', 7, { kind: 'receiving', writtenBytes: 7, expectedBytes: 7 }],
    ['all', total, states.preparing],
  ])('begins with %s of it', (_what, bytes, state) => {
    expect(resumed(bytes, total)).toEqual(state)
  })
})

const { maxImageChunkBytes: most, minImageChunkBytes: least, imageWindowBytes: windowBytes } = limits
const large = 10_000_000
const atStart: UploadState = { kind: 'receiving', writtenBytes: 0, expectedBytes: windowBytes }

describe('[P-71] a chunk', () => {
  test.each<[string, UploadState, ChunkRange, ReturnType<typeof judge>]>([
    ['that is next is taken', resumed(0, large), at(0, most), { kind: 'take', skipBytes: 0 }],
    ['whose beginning is known is taken without it', resumed(least, large), at(7, least), take(least - 7)],
    ['that is known is passed over', resumed(most, large), at(0, most), { kind: 'known' }],
    ['of a whole picture is passed over', states.preparing, at(0, most), { kind: 'known' }],
    ['of an upload that is over is passed over', gone, at(0, most), { kind: 'known' }],
    ['behind a gap is refused', resumed(0, large), at(1, most), refuse('offset_mismatch')],
    ['that is too large is refused', resumed(0, large), at(0, most + 1), refuse('too_large')],
    ['that is too small is refused', resumed(0, large), at(0, least - 1), refuse('bad_request')],
    ['that is empty is refused', resumed(0, large), at(0, 0), refuse('bad_request')],
    ['that is small and the last is taken', resumed(large - 1, large), at(large - 1, 1), take(0)],
    ['beyond the end is refused', resumed(0, least), at(0, least + 1), refuse('bad_request')],
    ['beyond the window is refused', atStart, at(windowBytes, most), refuse('rate_limited')],
  ])('%s', (_what, state, chunk, verdict) => {
    const totalBytes = chunk.offset + chunk.bytes === least + 1 ? least : large
    expect(judge(state, chunk, totalBytes)).toEqual(verdict)
  })
})

function at(offset: number, bytes: number): ChunkRange {
  return { offset, bytes }
}

function take(skipBytes: number) {
  return { kind: 'take' as const, skipBytes }
}

function refuse(code: 'offset_mismatch' | 'too_large' | 'bad_request' | 'rate_limited') {
  return { kind: 'refuse' as const, code }
}
