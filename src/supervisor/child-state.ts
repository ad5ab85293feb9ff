import type { ChildMessage } from '../protocol/ipc.ts'

/** Times are of the monotonic clock. A generation is one process of a child; the first is 1. */
export type ChildState =
  | { readonly name: 'stopped' }
  | Starting
  | Running
  /** Two generations share the socket until the next is ready. */
  | { readonly name: 'reloading'; readonly current: Running; readonly next: Starting }
  | Draining
  | Killing
  | { readonly name: 'backoff'; readonly untilMs: number }
  /** `retryAtMs` is `null` where another try cannot help. */
  | { readonly name: 'failed'; readonly reason: FailureReason; readonly retryAtMs: number | null }

export interface Starting {
  readonly name: 'starting'
  readonly generation: number
  readonly readyByMs: number
}

export interface Running {
  readonly name: 'running'
  readonly generation: number
  readonly readyAtMs: number
  /** `null` for a program that does not beat. */
  readonly beatByMs: number | null
  /** Heartbeats in a row that were above the memory limit. */
  readonly heavyBeats: number
}

export interface Draining {
  readonly name: 'draining'
  readonly generation: number
  readonly killAtMs: number
  readonly after: 'stop' | 'start'
}

export interface Killing {
  readonly name: 'killing'
  readonly generation: number
  readonly complainAtMs: number
  /** `recover` is for a crash: it spends the restart budget. */
  readonly after: 'stop' | 'start' | 'recover'
}

export type FailureReason = 'bad_config' | 'port_taken' | 'crashed_too_often'

/** A child's state, with what outlives it. */
export interface Child {
  readonly state: ChildState
  /** The last one that was given. */
  readonly generation: number
  readonly crashes: readonly number[]
}

export const newChild: Child = { state: { name: 'stopped' }, generation: 0, crashes: [] }

export type ChildEvent =
  | { readonly type: 'start' | 'restart' | 'reload' | 'stop' | 'kill' }
  /** The state's deadline has passed. */
  | { readonly type: 'deadline' }
  /** The supervisor itself did not run for a while (Ctrl-Z): nobody's silence counts. */
  | { readonly type: 'resumed' }
  | { readonly type: 'ready'; readonly generation: number }
  | { readonly type: 'beat'; readonly generation: number; readonly rssBytes: number }
  | { readonly type: 'exited'; readonly generation: number; readonly exitCode: number | null }

/** What is to be done outside, in this order. */
export type Effect =
  | { readonly type: 'spawn' | 'kill'; readonly generation: number }
  | { readonly type: 'drain'; readonly generation: number; readonly deadlineMs: number }
  /** Drain a generation that has been replaced, and kill it at the deadline: nobody waits for it. */
  | { readonly type: 'retire'; readonly generation: number }
  /** Clients are refused from here on, so that balancers move on. The next spawn opens it again. */
  | { readonly type: 'close_listener' }
  | { readonly type: 'report'; readonly problem: Problem; readonly generation: number }

export type Problem =
  | 'ready_timeout'
  | 'heartbeat_timeout'
  | 'drain_timeout'
  | 'kill_timeout'
  | 'reload_failed'
  | 'memory_limit'

export type Heartbeat = Omit<Extract<ChildMessage, { type: 'heartbeat' }>, 'type'>

/** When this state has lasted too long; `null` for those that may last. */
export function deadlineOf(state: ChildState): number | null {
  switch (state.name) {
    case 'stopped':
      return null
    case 'starting':
      return state.readyByMs
    case 'running':
      return state.beatByMs
    case 'reloading':
      return Math.min(state.next.readyByMs, state.current.beatByMs ?? Number.POSITIVE_INFINITY)
    case 'draining':
      return state.killAtMs
    case 'killing':
      return state.complainAtMs
    case 'backoff':
      return state.untilMs
    case 'failed':
      return state.retryAtMs
    default:
      return state satisfies never
  }
}

/** Whether the end of this generation was not asked for. */
export function isUnexpectedExit(state: ChildState, generation: number): boolean {
  switch (state.name) {
    case 'starting':
    case 'running':
      return state.generation === generation
    case 'reloading':
      return state.current.generation === generation || state.next.generation === generation
    case 'killing':
      return state.generation === generation && state.after === 'recover'
    default:
      return false
  }
}

/** The generation whose connections are served, or will be. */
export function currentGeneration(state: ChildState): number | null {
  if (state.name === 'reloading') return state.current.generation
  return 'generation' in state ? state.generation : null
}
