import { describe, expect, test } from 'vitest'
import type { TransitionContext } from './child-moves.ts'
import type { Child, ChildEvent, ChildState, Effect } from './child-state.ts'
import { deadlineOf } from './child-state.ts'
import { transition } from './child-transition.ts'

const policy = {
  backoffMinMs: 100,
  backoffMaxMs: 15_000,
  maxRestarts: 5,
  windowMs: 60_000,
  minUptimeMs: 10_000,
  failedRetryMs: 60_000,
  readyTimeoutMs: 15_000,
  heartbeatTimeoutMs: 5_000,
  drainTimeoutMs: 10_000,
  killTimeoutMs: 2_000,
  memoryLimitBytes: 1_000,
}
const now = 100_000
const context: TransitionContext = {
  nowMs: now,
  random: 0.5,
  policy,
  spec: { restart: 'always', kind: 'server' },
}

const starting = (generation: number, readyByMs = now + 15_000) =>
  ({ name: 'starting', generation, readyByMs }) as const
const running = (generation: number, readyAtMs = now, beatByMs: number | null = readyAtMs + 5_000) =>
  ({ name: 'running', generation, readyAtMs, beatByMs, heavyBeats: 0 }) as const
const draining = (generation: number, after: 'stop' | 'start', killAtMs = now + 10_000) =>
  ({ name: 'draining', generation, killAtMs, after }) as const
const killing = (generation: number, after: 'stop' | 'start' | 'recover') =>
  ({ name: 'killing', generation, complainAtMs: now + 2_000, after }) as const

/** Each state as it is before the event, all with generation 3 as the last. */
const states = {
  stopped: { name: 'stopped' },
  starting: starting(3, now),
  running: running(3, now - 1_000),
  'long running': running(3, now - 20_000, now),
  reloading: { name: 'reloading', current: running(2, now - 1_000), next: starting(3, now + 9_000) },
  draining: draining(3, 'stop', now),
  'draining to start': draining(3, 'start', now),
  killing: killing(3, 'stop'),
  'killing to recover': killing(3, 'recover'),
  backoff: { name: 'backoff', untilMs: now },
  failed: { name: 'failed', reason: 'crashed_too_often', retryAtMs: now },
} as const satisfies Record<string, ChildState>

type StateName = keyof typeof states

const events = {
  start: { type: 'start' },
  stop: { type: 'stop' },
  kill: { type: 'kill' },
  restart: { type: 'restart' },
  reload: { type: 'reload' },
  deadline: { type: 'deadline' },
  resumed: { type: 'resumed' },
  ready: { type: 'ready', generation: 3 },
  'late ready': { type: 'ready', generation: 1 },
  beat: { type: 'beat', generation: 3, rssBytes: 1_000 },
  exit: { type: 'exited', generation: 3, exitCode: 1 },
  'exit 78': { type: 'exited', generation: 3, exitCode: 78 },
  'exit 69': { type: 'exited', generation: 3, exitCode: 69 },
  'late exit': { type: 'exited', generation: 1, exitCode: 1 },
  'exit of the old': { type: 'exited', generation: 2, exitCode: 1 },
} as const satisfies Record<string, ChildEvent>

type EventName = keyof typeof events

const spawn4: Effect = { type: 'spawn', generation: 4 }
const kill2: Effect = { type: 'kill', generation: 2 }
const kill3: Effect = { type: 'kill', generation: 3 }
const drain = (generation: number): Effect => ({ type: 'drain', generation, deadlineMs: 10_000 })
const report = (problem: Extract<Effect, { type: 'report' }>['problem'], generation = 3): Effect => ({
  type: 'report',
  problem,
  generation,
})
const closeListener: Effect = { type: 'close_listener' }
const backoff: ChildState = { name: 'backoff', untilMs: now + 50 }
const failed = (reason: 'bad_config' | 'port_taken'): ChildState => ({
  name: 'failed',
  reason,
  retryAtMs: null,
})

type Expected = readonly [ChildState, ...Effect[]]
const stopped: Expected = [{ name: 'stopped' }]
const spawned: Expected = [starting(4), spawn4]

/** What is not named here changes nothing. */
const table: Record<StateName, Partial<Record<EventName, Expected>>> = {
  stopped: { start: spawned, restart: spawned, reload: spawned },
  starting: {
    stop: [draining(3, 'stop'), drain(3)],
    kill: [killing(3, 'stop'), kill3],
    restart: [draining(3, 'start'), drain(3)],
    reload: [draining(3, 'start'), drain(3)],
    deadline: [killing(3, 'recover'), report('ready_timeout'), kill3],
    resumed: [starting(3)],
    ready: [running(3)],
    exit: [backoff],
    'exit 78': [failed('bad_config'), closeListener],
    'exit 69': [failed('port_taken'), closeListener],
  },
  running: {
    stop: [draining(3, 'stop'), drain(3)],
    kill: [killing(3, 'stop'), kill3],
    restart: [draining(3, 'start'), drain(3)],
    reload: [{ name: 'reloading', current: running(3, now - 1_000), next: starting(4) }, spawn4],
    deadline: [killing(3, 'recover'), report('heartbeat_timeout'), kill3],
    resumed: [running(3, now - 1_000, now + 5_000)],
    beat: [running(3, now - 1_000, now + 5_000)],
    exit: [backoff],
    'exit 78': [failed('bad_config'), closeListener],
    'exit 69': [failed('port_taken'), closeListener],
  },
  'long running': {
    stop: [draining(3, 'stop'), drain(3)],
    kill: [killing(3, 'stop'), kill3],
    restart: [draining(3, 'start'), drain(3)],
    reload: [{ name: 'reloading', current: running(3, now - 20_000, now), next: starting(4) }, spawn4],
    deadline: [killing(3, 'recover'), report('heartbeat_timeout'), kill3],
    resumed: [running(3, now - 20_000, now + 5_000)],
    beat: [running(3, now - 20_000, now + 5_000)],
    exit: spawned,
    'exit 78': [failed('bad_config'), closeListener],
    'exit 69': [failed('port_taken'), closeListener],
  },
  reloading: {
    stop: [draining(2, 'stop'), kill3, drain(2)],
    kill: [killing(2, 'stop'), kill3, kill2],
    restart: [draining(2, 'start'), kill3, drain(2)],
    reload: [{ name: 'reloading', current: running(2, now - 1_000), next: starting(4) }, kill3, spawn4],
    deadline: [starting(3, now + 9_000), report('heartbeat_timeout', 2), kill2],
    resumed: [{ name: 'reloading', current: running(2, now - 1_000, now + 5_000), next: starting(3) }],
    ready: [running(3), { type: 'retire', generation: 2 }],
    exit: [running(2, now - 1_000), report('reload_failed')],
    'exit 78': [running(2, now - 1_000), report('reload_failed')],
    'exit 69': [running(2, now - 1_000), report('reload_failed')],
    'exit of the old': [starting(3, now + 9_000)],
  },
  draining: {
    start: [draining(3, 'start', now)],
    restart: [draining(3, 'start', now)],
    reload: [draining(3, 'start', now)],
    kill: [killing(3, 'stop'), kill3],
    deadline: [killing(3, 'stop'), report('drain_timeout'), kill3],
    exit: stopped,
    'exit 78': stopped,
    'exit 69': stopped,
  },
  'draining to start': {
    stop: [draining(3, 'stop', now)],
    kill: [killing(3, 'stop'), kill3],
    deadline: [killing(3, 'start'), report('drain_timeout'), kill3],
    exit: spawned,
    'exit 78': spawned,
    'exit 69': spawned,
  },
  killing: {
    start: [killing(3, 'start')],
    restart: [killing(3, 'start')],
    reload: [killing(3, 'start')],
    deadline: [killing(3, 'stop'), report('kill_timeout'), kill3],
    exit: stopped,
    'exit 78': stopped,
    'exit 69': stopped,
  },
  'killing to recover': {
    start: [killing(3, 'start')],
    restart: [killing(3, 'start')],
    reload: [killing(3, 'start')],
    stop: [killing(3, 'stop')],
    kill: [killing(3, 'stop')],
    deadline: [killing(3, 'recover'), report('kill_timeout'), kill3],
    exit: [backoff],
    'exit 78': [failed('bad_config'), closeListener],
    'exit 69': [failed('port_taken'), closeListener],
  },
  backoff: {
    start: spawned,
    restart: spawned,
    reload: spawned,
    stop: stopped,
    kill: stopped,
    deadline: spawned,
  },
  failed: {
    start: spawned,
    restart: spawned,
    reload: spawned,
    stop: stopped,
    kill: stopped,
    deadline: spawned,
  },
}

const rows = Object.entries(states).flatMap(([stateName, state]) =>
  Object.entries(events).map(([eventName, event]) => ({
    state,
    event,
    title: `${stateName} × ${eventName}`,
    expected: table[stateName as StateName][eventName as EventName] ?? ([state] as const),
  })),
)

function childIn(state: ChildState, crashes: readonly number[] = []): Child {
  return { state, generation: 3, crashes }
}

describe('every state × every event', () => {
  test.each(rows)('$title', ({ state, event, expected: [next, ...effects] }) => {
    const result = transition(childIn(state), event, context)

    expect(result.child.state).toEqual(next)
    expect(result.effects).toEqual(effects)
  })
})

describe('a crash', () => {
  const exit: ChildEvent = { type: 'exited', generation: 3, exitCode: null }

  test('fails for good, with its socket closed, when it is one more than the budget', () => {
    const child = childIn(running(3, now - 50), [now - 50_000, now - 4, now - 3, now - 2, now - 1])

    const result = transition(child, exit, context)

    expect(result.child.state).toEqual({
      name: 'failed',
      reason: 'crashed_too_often',
      retryAtMs: now + 60_000,
    })
    expect(result.effects).toEqual([closeListener])
  })

  test('does not count those that left the window', () => {
    const child = childIn(running(3, now - 50), [now - 60_000, now - 4, now - 3, now - 2, now - 1])

    expect(transition(child, exit, context).child).toEqual({
      state: { name: 'backoff', untilMs: now + 0.5 * 1_600 },
      generation: 3,
      crashes: [now - 4, now - 3, now - 2, now - 1, now],
    })
  })

  test('spends the budget too where the child was up for long', () => {
    expect(transition(childIn(states['long running']), exit, context).child.crashes).toEqual([now])
  })

  test('is forgotten when a person starts the child again', () => {
    const result = transition(childIn(states.failed, [1, 2, 3]), events.start, context)

    expect(result.child.crashes).toEqual([])
  })

  test.each([
    ['never', 1, 'stopped'],
    ['on-failure', 0, 'stopped'],
    ['on-failure', 1, 'backoff'],
    ['always', 0, 'backoff'],
  ] as const)('with restart %s and exit code %i leads to %s', (restart, exitCode, name) => {
    const child = childIn(states.running)
    const event = { type: 'exited', generation: 3, exitCode } as const

    const result = transition(child, event, { ...context, spec: { restart, kind: 'server' } })

    expect(result.child.state.name).toBe(name)
  })
})

test('a next generation that is not ready in time is killed, and the old one stays', () => {
  const state = { name: 'reloading', current: running(2, now), next: starting(3, now) } as const

  const result = transition(childIn(state), events.deadline, context)

  expect(result.child.state).toEqual(running(2, now))
  expect(result.effects).toEqual([report('reload_failed'), kill3])
})

describe('a heartbeat above the memory limit', () => {
  const heavy = { type: 'beat', generation: 3, rssBytes: 1_001 } as const
  const upFor = (upMs: number, heavyBeats: number) => ({ ...running(3, now - upMs), heavyBeats })

  test.each([
    ['is remembered', upFor(20_000, 0), 1],
    ['and the next one too', upFor(20_000, 1), 2],
    ['does nothing more where the child was up for less than minUptime', upFor(9_999, 7), 8],
  ] as const)('%s', (_, state, heavyBeats) => {
    const result = transition(childIn(state), heavy, context)

    expect(result.child.state).toEqual({ ...state, beatByMs: now + 5_000, heavyBeats })
    expect(result.effects).toEqual([])
  })

  test('reloads the child when it is the third in a row', () => {
    const { child, effects } = transition(childIn(upFor(10_000, 2)), heavy, context)

    expect(child.state).toEqual({
      name: 'reloading',
      current: { ...upFor(10_000, 0), beatByMs: now + 5_000 },
      next: starting(4),
    })
    expect(effects).toEqual([report('memory_limit'), spawn4])
  })

  test.each([
    ['one that is not', events.beat, policy],
    ['one without a limit', heavy, { ...policy, memoryLimitBytes: null }],
  ])('is forgotten after %s', (_, event, withPolicy) => {
    const { child } = transition(childIn(upFor(20_000, 2)), event, { ...context, policy: withPolicy })

    expect(child.state).toMatchObject({ name: 'running', heavyBeats: 0 })
  })
})

test('a program that does not beat is never late', () => {
  const program = { ...context, spec: { restart: 'always', kind: 'program' } } as const

  const { child } = transition(childIn(states.starting), events.ready, program)

  expect(child.state).toEqual(running(3, now, null))
  expect(deadlineOf(child.state)).toBeNull()
})

test('every state that passes has a deadline', () => {
  const passing = Object.values(states).filter(({ name }) => name !== 'stopped')

  expect(passing.map(deadlineOf).every((deadlineMs) => typeof deadlineMs === 'number')).toBe(true)
})
