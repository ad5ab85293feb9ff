import type { ErrorCode } from '../../protocol/errors.ts'
import { limits } from '../../protocol/limits.ts'

/**
 * A picture that comes in pieces, as long as this process has its file open.
 * ```
 *              chunk_taken, chunk_written
 *                  ┌───────┐
 *   begin ──► receiving ◄──┘ ── all is written ──► preparing ── finished ──► ended: nothing is left
 *                │  │                               │    │                     ▲
 *   left, idle,  │  └────── cancelled ──────────────┼────┼── cancelled, ───────┘
 *   failed for   │                                  │        failed for good
 *   now          ▼                                  │ failed for now
 *            ended: the file stays, ◄───────────────┘
 *            and `begin` goes on with it
 * ```
 * | event ╲ state | receiving            | preparing       | ended |
 * |---------------|----------------------|-----------------|-------|
 * | chunk_taken   | receiving            |                 |       |
 * | chunk_written | receiving, preparing |                 |       |
 * | left, idle    | ended, stays         |                 |       |
 * | failed        | ended, stays or not  | likewise        |       |
 * | finished      |                      | ended           |       |
 * | cancelled     | ended                | ended           |       |
 *
 * An empty field: the event is stale, the state stays. Who leaves while a picture is prepared finds it ready.
 */
export type UploadState =
  /** `writtenBytes` are in the file; up to `expectedBytes` all has come. */
  | { readonly kind: 'receiving'; readonly writtenBytes: number; readonly expectedBytes: number }
  | { readonly kind: 'preparing' }
  | { readonly kind: 'ended'; readonly staysOnDisk: boolean }

export type UploadEvent =
  | { readonly type: 'chunk_taken'; readonly bytes: number }
  | { readonly type: 'chunk_written'; readonly bytes: number }
  /** The last who watched it is gone. */
  | { readonly type: 'left' }
  /** Nothing came for a while. */
  | { readonly type: 'idle' }
  | { readonly type: 'failed'; readonly forGood: boolean }
  | { readonly type: 'finished' }
  | { readonly type: 'cancelled' }

/** Pure. Returns the very same state where nothing changes. */
export function transition(state: UploadState, event: UploadEvent, totalBytes: number): UploadState {
  if (state.kind === 'ended') return state
  switch (event.type) {
    case 'chunk_taken':
      if (state.kind !== 'receiving') return state
      return { ...state, expectedBytes: state.expectedBytes + event.bytes }
    case 'chunk_written':
      return state.kind === 'receiving' ? written(state, event.bytes, totalBytes) : state
    case 'left':
    case 'idle':
      return state.kind === 'receiving' ? { kind: 'ended', staysOnDisk: true } : state
    case 'failed':
      return { kind: 'ended', staysOnDisk: !event.forGood }
    case 'finished':
      return state.kind === 'preparing' ? { kind: 'ended', staysOnDisk: false } : state
    case 'cancelled':
      return { kind: 'ended', staysOnDisk: false }
    default:
      return event satisfies never
  }
}

/** Where an upload begins or goes on, with so much of it in the file. */
export function resumed(writtenBytes: number, totalBytes: number): UploadState {
  return written(
    { kind: 'receiving', writtenBytes: 0, expectedBytes: writtenBytes },
    writtenBytes,
    totalBytes,
  )
}

function written(state: UploadState & { kind: 'receiving' }, bytes: number, totalBytes: number): UploadState {
  const writtenBytes = state.writtenBytes + bytes
  return writtenBytes < totalBytes ? { ...state, writtenBytes } : { kind: 'preparing' }
}

/** What is to be done with a chunk. `skipBytes`: its beginning is there already. `known`: all of it. */
export type ChunkVerdict =
  | { readonly kind: 'take'; readonly skipBytes: number }
  | { readonly kind: 'known' }
  | { readonly kind: 'refuse'; readonly code: ErrorCode }

export interface ChunkRange {
  readonly offset: number
  readonly bytes: number
}

/** [P-71] Two connections may send the same picture at once: each moves it on, and what comes twice is passed over. */
export function judge(state: UploadState, chunk: ChunkRange, totalBytes: number): ChunkVerdict {
  const end = chunk.offset + chunk.bytes
  if (chunk.bytes > limits.maxImageChunkBytes) return refuse('too_large')
  const isPiece = chunk.bytes >= limits.minImageChunkBytes || end === totalBytes
  if (end > totalBytes || chunk.bytes === 0 || !isPiece) return refuse('bad_request')
  if (state.kind !== 'receiving' || end <= state.expectedBytes) return { kind: 'known' }
  if (chunk.offset > state.expectedBytes) return refuse('offset_mismatch')
  if (end - state.writtenBytes > limits.imageWindowBytes) return refuse('rate_limited')
  return { kind: 'take', skipBytes: state.expectedBytes - chunk.offset }
}

function refuse(code: ErrorCode): ChunkVerdict {
  return { kind: 'refuse', code }
}
