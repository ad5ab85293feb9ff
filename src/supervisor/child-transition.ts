import {
  beaten,
  type In,
  isStart,
  isStopOrRestart,
  kill,
  leave,
  overlap,
  preceded,
  recover,
  reported,
  running,
  same,
  spawn,
  starting,
  type Transition,
  type TransitionContext,
  weighed,
} from './child-moves.ts'
import type { Child, ChildEvent, Effect, Killing } from './child-state.ts'

/**
 * The life of a child. Pure: time and chance come in, what is to be done comes out.
 * ```
 *                    ┌── reloading ──┐ next is ready: the old one retires
 *                    ▼               │
 * stopped ──► starting ──► running ──┴──► draining ──► stopped
 *    ▲           │  ▲         │               │ past the deadline
 *    │  not ready│  │         │ silent        ▼
 *    │   in time └──┼─────────┴────────► killing ──► stopped, starting or, after a crash, backoff
 *    │              │                                                                       │
 *    └── stop ──  backoff ◄── exited, and up for less than minUptime ──────────────────────┘
 *                   └──► failed (more than maxRestarts in window; 69, 78) ──► starting, after failedRetry
 * ```
 * A running child that stays above its memory limit is reloaded. An event of a generation that the state does not know is
 * late, and changes nothing.
 */
export function transition(child: Child, event: ChildEvent, context: TransitionContext): Transition {
  const { state } = child
  switch (state.name) {
    case 'stopped':
      return isStart(event) ? spawn(child, context) : same(child)
    case 'starting':
      return whenStarting(child, state, event, context)
    case 'running':
      return whenRunning(child, state, event, context)
    case 'reloading':
      return whenReloading(child, state, event, context)
    case 'draining':
      return whenDraining(child, state, event, context)
    case 'killing':
      return whenKilling(child, state, event, context)
    case 'backoff':
      return whenWaiting(child, event, context)
    case 'failed':
      return whenWaiting(isStart(event) ? { ...child, crashes: [] } : child, event, context)
    default:
      return state satisfies never
  }
}

function whenStarting(
  child: Child,
  state: In<'starting'>,
  event: ChildEvent,
  context: TransitionContext,
): Transition {
  const { generation } = state
  switch (event.type) {
    case 'ready':
      return event.generation === generation ? same(child, running(generation, context)) : same(child)
    case 'exited':
      return event.generation === generation ? recover(child, event.exitCode, 0, context) : same(child)
    case 'deadline':
      return preceded(
        reported('ready_timeout', generation),
        kill(child, { generation, after: 'recover' }, context),
      )
    case 'resumed':
      return same(child, starting(generation, context))
    default:
      return leave(child, generation, event, context)
  }
}

function whenRunning(
  child: Child,
  state: In<'running'>,
  event: ChildEvent,
  context: TransitionContext,
): Transition {
  const { generation } = state
  switch (event.type) {
    case 'beat':
      return event.generation === generation ? weighed(child, state, event.rssBytes, context) : same(child)
    case 'resumed':
      return same(child, beaten(state, context))
    case 'exited':
      if (event.generation !== generation) return same(child)
      return recover(child, event.exitCode, context.nowMs - state.readyAtMs, context)
    case 'deadline':
      return preceded(
        reported('heartbeat_timeout', generation),
        kill(child, { generation, after: 'recover' }, context),
      )
    case 'reload':
      return overlap(child, state, context)
    default:
      return leave(child, generation, event, context)
  }
}

function whenReloading(
  child: Child,
  state: In<'reloading'>,
  event: ChildEvent,
  context: TransitionContext,
): Transition {
  const { current, next } = state
  const killCurrent: Effect = { type: 'kill', generation: current.generation }
  const killNext: Effect = { type: 'kill', generation: next.generation }
  const [failed] = reported('reload_failed', next.generation)
  switch (event.type) {
    case 'ready':
      if (event.generation !== next.generation) return same(child)
      return same(child, running(next.generation, context), [
        { type: 'retire', generation: current.generation },
      ])
    case 'beat':
      if (event.generation !== current.generation) return same(child)
      return same(child, { ...state, current: beaten(current, context) })
    case 'resumed':
      return same(child, {
        ...state,
        current: beaten(current, context),
        next: starting(next.generation, context),
      })
    case 'exited':
      if (event.generation === next.generation) return same(child, current, [failed])
      // The old one crashed before the new one was ready: the new one goes on alone.
      return event.generation === current.generation ? same(child, next) : same(child)
    case 'deadline':
      if (context.nowMs >= next.readyByMs) return same(child, current, [failed, killNext])
      return same(child, next, [...reported('heartbeat_timeout', current.generation), killCurrent])
    case 'reload':
      return preceded([killNext], overlap(child, current, context))
    default:
      return isStopOrRestart(event)
        ? preceded([killNext], leave(child, current.generation, event, context))
        : same(child)
  }
}

function whenDraining(
  child: Child,
  state: In<'draining'>,
  event: ChildEvent,
  context: TransitionContext,
): Transition {
  const { generation } = state
  switch (event.type) {
    case 'exited':
      if (event.generation !== generation) return same(child)
      return state.after === 'stop' ? same(child, { name: 'stopped' }) : spawn(child, context)
    case 'deadline':
      return preceded(
        reported('drain_timeout', generation),
        kill(child, { generation, after: state.after }, context),
      )
    case 'kill':
      return kill(child, { generation, after: 'stop' }, context)
    case 'stop':
      return same(child, { ...state, after: 'stop' })
    default:
      return same(child, isStart(event) ? { ...state, after: 'start' } : state)
  }
}

function whenKilling(
  child: Child,
  state: Killing,
  event: ChildEvent,
  context: TransitionContext,
): Transition {
  const { generation } = state
  switch (event.type) {
    case 'exited':
      if (event.generation !== generation) return same(child)
      if (state.after === 'stop') return same(child, { name: 'stopped' })
      return state.after === 'start' ? spawn(child, context) : recover(child, event.exitCode, 0, context)
    case 'deadline':
      return preceded(
        reported('kill_timeout', generation),
        kill(child, { generation, after: state.after }, context),
      )
    case 'stop':
    case 'kill':
      return same(child, { ...state, after: 'stop' })
    default:
      return same(child, isStart(event) ? { ...state, after: 'start' } : state)
  }
}

/** In `backoff` and `failed` there is no process. */
function whenWaiting(child: Child, event: ChildEvent, context: TransitionContext): Transition {
  if (event.type === 'stop' || event.type === 'kill') return same(child, { name: 'stopped' })
  return event.type === 'deadline' || isStart(event) ? spawn(child, context) : same(child)
}
