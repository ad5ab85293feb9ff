import type { Clock } from '../platform/clock.ts'
import { ExitError } from '../platform/exit-codes.ts'
import type { Log, LogFields } from '../platform/log.ts'
import { type ChildCrashes, createChildCrashes } from './child-crashes.ts'
import { describeExit, logEntry, problems } from './child-log.ts'
import type { ChildSetup, ChildSpec } from './child-spec.ts'
import {
  type Child,
  type ChildEvent,
  type ChildState,
  currentGeneration,
  deadlineOf,
  type Effect,
  isUnexpectedExit,
  newChild,
} from './child-state.ts'
import type { ChildStatus, LastExit } from './child-status.ts'
import { transition } from './child-transition.ts'
import type { CrashReports } from './crash-report.ts'
import { type Generation, type GenerationExit, startGeneration } from './generation.ts'
import type { LogSink } from './log-sink.ts'
import { createWatchers } from './watchers.ts'

/** What a child is told of the time before it is killed, so that it can end by itself. */
const drainShare = 0.9

/** A timer that is so late means that the supervisor itself did not run. */
const pauseMs = 1_000

export interface ChildOptions {
  readonly setup: ChildSetup
  readonly clock: Clock
  /** From 0 to 1, for the jitter. */
  readonly random: () => number
  readonly log: Log
  readonly sink: Pick<LogSink, 'take'>
  /** `null` where none are kept. */
  readonly crashReports: CrashReports | null
}

/** The effects around `transition`: processes, the deadline's timer, the log. Nothing in it throws or rejects. */
export class SupervisedChild {
  readonly #options: ChildOptions
  /** Those that run, retired ones included. */
  readonly #generations = new Map<number, Generation>()
  readonly #watchers = createWatchers()
  #setup: ChildSetup
  #child: Child = newChild
  #lastExit: LastExit | null = null
  /** Of the newest generation. */
  #failure: string | null = null
  readonly #crashes: ChildCrashes
  #cancelDeadline = () => {}

  constructor(options: ChildOptions) {
    this.#options = options
    this.#setup = options.setup
    this.#crashes = createChildCrashes(options.crashReports, () => this.#watchers.tell())
  }

  get name(): string {
    return this.#setup.spec.name
  }

  get spec(): ChildSpec {
    return this.#setup.spec
  }

  get setup(): ChildSetup {
    return this.#setup
  }

  get state(): ChildState {
    return this.#child.state
  }

  /** Whether it runs, or has done its work and ended well. */
  hasRun(): boolean {
    const { name } = this.state
    return (
      name === 'running' || name === 'reloading' || (name === 'stopped' && this.#lastExit?.exitCode === 0)
    )
  }

  start(): void {
    this.#dispatch({ type: 'start' })
  }

  /** Resolves when none of its processes is left. */
  async stop(): Promise<void> {
    this.#dispatch({ type: 'stop' })
    await this.#watchers.until(() => this.#isGone())
  }

  /** As `stop`, without asking. */
  async kill(): Promise<void> {
    this.#dispatch({ type: 'kill' })
    for (const generation of this.#generations.values()) generation.kill()
    await this.#watchers.until(() => this.#isGone())
  }

  /**
   * The old generation drains when the next one is ready; where that does not become ready nothing changes, the setup
   * included. Resolves to why, or to `null`.
   */
  async reload(setup: ChildSetup = this.#setup): Promise<string | null> {
    const before = this.#setup
    this.#setup = setup
    const failure = await this.#replace('reload')
    if (failure !== null) this.#setup = before
    return failure
  }

  /** What the next generation will be made with, and from now on judged by. */
  adopt(setup: ChildSetup): void {
    this.#setup = setup
  }

  /** After a start. Resolves to why it does not run, or to `null`; so it does where it has done its work. */
  async begun(): Promise<string | null> {
    await this.#untilSettled()
    return this.hasRun() ? null : this.#whyNot()
  }

  /** Resolves to why the next generation does not run, or to `null`. */
  async restart(): Promise<string | null> {
    return this.#replace('restart')
  }

  /** Resolves when it runs, has failed, or is stopped. */
  async settled(): Promise<ChildState> {
    await this.#watchers.until(() => ['running', 'failed', 'stopped'].includes(this.state.name))
    return this.state
  }

  /** Calls back after every change, until the returned function is called. */
  watch(watcher: () => void): () => void {
    return this.#watchers.watch(watcher)
  }

  status(): ChildStatus {
    const { clock } = this.#options
    const { state, generation } = this.#child
    const current = this.#generations.get(currentGeneration(state) ?? 0)
    const running = state.name === 'reloading' ? state.current : state
    return {
      name: this.name,
      state: state.name,
      reason: state.name === 'failed' ? state.reason : null,
      pid: current?.pid ?? null,
      generation,
      address: current?.address ?? null,
      upMs: running.name === 'running' ? Math.round(clock.monotonicMs() - running.readyAtMs) : null,
      heartbeat: current?.heartbeat ?? null,
      lastExit: this.#lastExit,
      crashReport: this.#crashes.lastReport,
    }
  }

  async #replace(type: 'reload' | 'restart'): Promise<string | null> {
    this.#dispatch({ type })
    await this.#untilSettled()
    const { state, generation } = this.#child
    if (state.name === 'running' && state.generation === generation) return null
    return this.#whyNot()
  }

  #untilSettled(): Promise<void> {
    return this.#watchers.until(() => ['running', 'backoff', 'failed', 'stopped'].includes(this.state.name))
  }

  #whyNot(): string {
    return this.#failure ?? `it is ${this.state.name}`
  }

  #dispatch(event: ChildEvent): void {
    const { clock, random } = this.#options
    const { policy, spec } = this.#setup
    const before = this.state
    const context = { nowMs: clock.monotonicMs(), random: random(), policy, spec }
    const { child, effects } = transition(this.#child, event, context)
    this.#child = child
    this.#armDeadline()
    if (child.state.name !== before.name) this.#logEntry(event)
    for (const effect of effects) this.#perform(effect)
    this.#watchers.tell()
  }

  #armDeadline(): void {
    const { clock } = this.#options
    this.#cancelDeadline()
    const deadlineMs = deadlineOf(this.state)
    if (deadlineMs === null) return
    this.#cancelDeadline = clock.after(Math.max(0, deadlineMs - clock.monotonicMs()), () => {
      if (clock.monotonicMs() - deadlineMs > pauseMs) this.#dispatch({ type: 'resumed' })
      if (isPast(deadlineOf(this.state), clock.monotonicMs())) this.#dispatch({ type: 'deadline' })
      else this.#armDeadline()
    })
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'spawn':
        this.#failure = null
        // Its failures are exits, like those of the process.
        void this.#spawn(effect.generation)
        return
      case 'drain':
        return this.#generations.get(effect.generation)?.drain(effect.deadlineMs * drainShare)
      case 'retire':
        return this.#retire(effect.generation)
      case 'kill':
        return this.#generations.get(effect.generation)?.kill()
      case 'close_listener':
        return this.#setup.listener?.close()
      case 'report':
        this.#failure ??= problems[effect.problem]
        this.#crashes.blame(effect.generation, effect.problem)
        return this.#options.log.warn(effect.problem, this.#fieldsOf(effect.generation))
      default:
        return effect satisfies never
    }
  }

  async #spawn(number: number): Promise<void> {
    const { sink } = this.#options
    const { listener, spec } = this.#setup
    try {
      const fd = (await listener?.open()) ?? null
      // Stopped while the socket was opened.
      if (!this.#isAwaited(number))
        return this.#dispatch({ type: 'exited', generation: number, exitCode: null })
      const generation = startGeneration(spec, fd, {
        ready: () => this.#dispatch({ type: 'ready', generation: number }),
        beat: (rssBytes) => this.#dispatch({ type: 'beat', generation: number, rssBytes }),
        output: (stream, readable) => sink.take(spec.name, stream, readable),
        exited: (exit) => this.#exited(number, exit),
      })
      if (generation !== null) this.#generations.set(number, generation)
    } catch (error) {
      const exitCode = error instanceof ExitError ? error.exitCode : null
      this.#exited(number, { exitCode, signal: null, message: (error as Error).message })
    }
  }

  #isAwaited(number: number): boolean {
    const { state } = this
    const awaited = state.name === 'reloading' ? state.next : state
    return awaited.name === 'starting' && awaited.generation === number
  }

  #retire(number: number): void {
    const { clock, log } = this.#options
    const { policy } = this.#setup
    this.#generations.get(number)?.drain(policy.drainTimeoutMs * drainShare)
    clock.after(policy.drainTimeoutMs, () => {
      const generation = this.#generations.get(number)
      if (generation === undefined) return
      log.warn('drain_timeout', this.#fieldsOf(number))
      generation.kill()
    })
  }

  #exited(number: number, { exitCode, signal, message }: GenerationExit): void {
    const generation = this.#generations.get(number)
    this.#generations.delete(number)
    this.#lastExit = {
      generation: number,
      pid: generation?.pid ?? null,
      atMs: this.#options.clock.nowMs(),
      exitCode,
      signal,
      message: message ?? generation?.fatalMessage ?? null,
    }
    const isUnexpected = isUnexpectedExit(this.state, number)
    this.#crashes.take(this.#lastExit, generation, { isUnexpected, spec: this.spec })
    if (number === this.#child.generation) this.#failure ??= describeExit(this.#lastExit)
    this.#dispatch({ type: 'exited', generation: number, exitCode })
  }

  #logEntry(event: ChildEvent): void {
    const { log, clock } = this.#options
    const { state } = this
    const fields = this.#fieldsOf(currentGeneration(state) ?? this.#child.generation)
    const { address, lastExit } = this.status()
    logEntry(log, { state, event, nowMs: clock.monotonicMs(), fields, address, lastExit })
  }

  #fieldsOf(number: number): LogFields {
    return { child: this.name, pid: this.#generations.get(number)?.pid, generation: number }
  }

  #isGone(): boolean {
    return this.state.name === 'stopped' && this.#generations.size === 0 && !this.#crashes.isWriting
  }
}

function isPast(deadlineMs: number | null, nowMs: number): boolean {
  return deadlineMs !== null && nowMs >= deadlineMs
}
