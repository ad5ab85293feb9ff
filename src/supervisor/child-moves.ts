import { exitCodes } from '../platform/exit-codes.ts'
import { backoffMs } from './backoff.ts'
import type { ChildPolicy, ChildSpec } from './child-spec.ts'
import type {
  Child,
  ChildEvent,
  ChildState,
  Effect,
  FailureReason,
  Killing,
  Problem,
  Running,
  Starting,
} from './child-state.ts'
import { recordCrash } from './restart-budget.ts'

export interface TransitionContext {
  readonly nowMs: number
  /** From 0 to 1. */
  readonly random: number
  readonly policy: ChildPolicy
  readonly spec: Pick<ChildSpec, 'restart' | 'kind'>
}

export interface Transition {
  readonly child: Child
  readonly effects: readonly Effect[]
}

export type In<Name extends ChildState['name']> = Extract<ChildState, { name: Name }>

export function isStart(event: ChildEvent): boolean {
  return event.type === 'start' || event.type === 'restart' || event.type === 'reload'
}

export function isStopOrRestart(event: ChildEvent): boolean {
  return event.type === 'stop' || event.type === 'kill' || event.type === 'restart'
}

export function same(
  child: Child,
  state: ChildState = child.state,
  effects: readonly Effect[] = [],
): Transition {
  return { child: state === child.state ? child : { ...child, state }, effects }
}

export function spawn(child: Child, context: TransitionContext): Transition {
  const generation = child.generation + 1
  return {
    child: { ...child, generation, state: starting(generation, context) },
    effects: [{ type: 'spawn', generation }],
  }
}

export function starting(generation: number, { nowMs, policy }: TransitionContext): Starting {
  return { name: 'starting', generation, readyByMs: nowMs + policy.readyTimeoutMs }
}

export function reported(problem: Problem, generation: number): [Effect] {
  return [{ type: 'report', problem, generation }]
}

export function overlap(
  child: Child,
  current: Running,
  context: TransitionContext,
  before: readonly Effect[] = [],
): Transition {
  const { child: spawned, effects } = spawn(child, context)
  const next = spawned.state as In<'starting'>
  return {
    child: { ...spawned, state: { name: 'reloading', current, next } },
    effects: [...before, ...effects],
  }
}

export function running(generation: number, context: TransitionContext): Running {
  return beaten(
    { name: 'running', generation, readyAtMs: context.nowMs, beatByMs: null, heavyBeats: 0 },
    context,
  )
}

export function beaten(state: Running, { nowMs, policy, spec }: TransitionContext): Running {
  return spec.kind === 'server' ? { ...state, beatByMs: nowMs + policy.heartbeatTimeoutMs } : state
}

/** So many heartbeats above the limit are no peak that passes. */
const maxHeavyBeats = 3

/**
 * Whoever stays above the memory limit is replaced without a gap. Not before it has been up for a while: with a limit that
 * is too low nothing but replacing would happen.
 */
export function weighed(
  child: Child,
  state: Running,
  rssBytes: number,
  context: TransitionContext,
): Transition {
  const { memoryLimitBytes, minUptimeMs } = context.policy
  const isHeavy = memoryLimitBytes !== null && rssBytes > memoryLimitBytes
  const next = { ...beaten(state, context), heavyBeats: isHeavy ? state.heavyBeats + 1 : 0 }
  if (next.heavyBeats < maxHeavyBeats || context.nowMs - state.readyAtMs < minUptimeMs)
    return same(child, next)
  return overlap(child, { ...next, heavyBeats: 0 }, context, reported('memory_limit', state.generation))
}

/** Stop, restart or kill a process that is there; a reload of one that is not ready is a restart. */
export function leave(
  child: Child,
  generation: number,
  event: ChildEvent,
  context: TransitionContext,
): Transition {
  if (event.type === 'kill') return kill(child, { generation, after: 'stop' }, context)
  if (event.type !== 'stop' && event.type !== 'restart' && event.type !== 'reload') return same(child)
  const deadlineMs = context.policy.drainTimeoutMs
  const after = event.type === 'stop' ? 'stop' : 'start'
  return same(child, { name: 'draining', generation, killAtMs: context.nowMs + deadlineMs, after }, [
    { type: 'drain', generation, deadlineMs },
  ])
}

export function kill(
  child: Child,
  { generation, after }: Pick<Killing, 'generation' | 'after'>,
  { nowMs, policy }: TransitionContext,
): Transition {
  const complainAtMs = nowMs + policy.killTimeoutMs
  return same(child, { name: 'killing', generation, complainAtMs, after }, [{ type: 'kill', generation }])
}

/** The same, with something to be done before all else. */
export function preceded(by: readonly Effect[], { child, effects }: Transition): Transition {
  return { child, effects: [...by, ...effects] }
}

/** After an exit that nobody asked for. `upMs` counts from `ready`. */
export function recover(
  child: Child,
  exitCode: number | null,
  upMs: number,
  context: TransitionContext,
): Transition {
  const { nowMs, policy, random, spec } = context
  const hopeless = hopelessReason(exitCode)
  if (hopeless !== null) return fail(child, hopeless, null)
  if (spec.restart === 'never' || (spec.restart === 'on-failure' && exitCode === 0))
    return same(child, { name: 'stopped' })
  const { crashes, isExhausted } = recordCrash(child.crashes, nowMs, policy)
  const crashed = { ...child, crashes }
  if (isExhausted) return fail(crashed, 'crashed_too_often', nowMs + policy.failedRetryMs)
  if (upMs >= policy.minUptimeMs) return spawn(crashed, context)
  return same(crashed, { name: 'backoff', untilMs: nowMs + backoffMs(crashes.length, random, policy) })
}

function hopelessReason(exitCode: number | null): FailureReason | null {
  if (exitCode === exitCodes.badConfig) return 'bad_config'
  return exitCode === exitCodes.portTaken ? 'port_taken' : null
}

function fail(child: Child, reason: FailureReason, retryAtMs: number | null): Transition {
  return same(child, { name: 'failed', reason, retryAtMs }, [{ type: 'close_listener' }])
}
