import type { ChildState, Heartbeat } from './child-state.ts'

/** A child as `status` shows it. */
export interface ChildStatus {
  readonly name: string
  readonly state: ChildState['name']
  /** Why it failed. */
  readonly reason: string | null
  readonly pid: number | null
  readonly generation: number
  readonly address: string | null
  /** Since it was ready. */
  readonly upMs: number | null
  readonly heartbeat: Heartbeat | null
  readonly lastExit: LastExit | null
  /** The file of its last crash, since the stack runs. */
  readonly crashReport: string | null
}

export interface LastExit {
  readonly generation: number
  readonly pid: number | null
  /** Milliseconds since 1970. */
  readonly atMs: number
  readonly exitCode: number | null
  readonly signal: string | null
  /** What the child said about it, or why it could not be started. */
  readonly message: string | null
}

/** The answer of `GET /status`. */
export interface StackStatus {
  readonly pid: number
  readonly version: string
  readonly upMs: number
  readonly rssBytes: number
  readonly children: readonly ChildStatus[]
}
