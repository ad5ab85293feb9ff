import type { Clock } from '../platform/clock.ts'
import { type ExitCode, exitCodes } from '../platform/exit-codes.ts'
import type { Log } from '../platform/log.ts'
import { SupervisedChild } from './child.ts'
import type { ChildPolicy, ChildSpec } from './child-spec.ts'
import type { FailureReason } from './child-state.ts'
import type { StackStatus } from './child-status.ts'
import { startControlServer } from './control-server.ts'
import type { Listener } from './listeners.ts'
import type { LogSink } from './log-sink.ts'
import type { ServiceNotifier } from './systemd.ts'

export interface SupervisorOptions {
  /** In start order; they stop in reverse. The listener becomes the child's descriptor 3. */
  readonly children: readonly { readonly spec: ChildSpec; readonly listener: Listener | null }[]
  readonly policy: ChildPolicy
  readonly onGiveUp: 'retry' | 'exit'
  readonly watch: { readonly debounceMs: number } | null
  readonly controlSocket: string
  readonly version: string
  readonly clock: Clock
  readonly sink: LogSink
  readonly log: Log
  /** Is told when the stop begins. */
  readonly notifier?: Pick<ServiceNotifier, 'stopping'>
}

export interface Supervisor {
  /**
   * Starts the children. Resolves to whether all became ready; not so where the stack ended before. Rejects where
   * there can be no control socket. Called once, when signals are heard already.
   */
  start(): Promise<boolean>
  /** Resolves when no child and no socket is left. Never rejects. */
  readonly finished: Promise<Ending>
  status(): StackStatus
  /** Replaces every child by its next generation. */
  reload(): void
  /** Drains the children, the last first, each with its deadline. Idempotent. */
  stop(): void
  /** Ends all at once. */
  kill(): void
}

export interface Ending {
  readonly exitCode: ExitCode
  /** Why, where nobody asked for it. */
  readonly message: string | null
}

/** Keeps the children running, from `start` until it is told to stop. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { clock, log, sink, policy, version } = options
  const startedAtMs = clock.monotonicMs()
  const children = options.children.map(
    ({ spec, listener }) =>
      new SupervisedChild({ spec, policy, listener, clock, random: Math.random, log, sink }),
  )
  const end = Promise.withResolvers<Ending>()
  const cleanUps: (() => Promise<void> | void)[] = []
  let isEnding = false

  async function start(): Promise<boolean> {
    cleanUps.push(await startControlServer(options.controlSocket, { status, stop, reload, restart }))
    if (options.watch !== null) cleanUps.push(await watchPrograms(children, options.watch.debounceMs, clock))
    // Told to stop meanwhile: what has just been opened was not there to be closed.
    if (isEnding) {
      await cleanUp()
      return false
    }
    for (const child of children) child.start()
    const failed = await becomeReady(children)
    if (failed !== undefined) void finish(endingOf(failed))
    else if (options.onGiveUp === 'exit') watchForFailures(children, (child) => void finish(endingOf(child)))
    return failed === undefined && !isEnding
  }

  async function finish(ending: Ending): Promise<void> {
    if (isEnding) return
    isEnding = true
    log.info('stopping')
    options.notifier?.stopping()
    for (const child of children.toReversed()) await child.stop()
    await cleanUp()
    for (const { listener } of options.children) listener?.close()
    end.resolve(ending)
  }

  async function cleanUp(): Promise<void> {
    for (const undo of cleanUps.splice(0)) await undo()
  }

  // Both end in `finished`, which is what callers wait for.
  function stop(): void {
    void finish({ exitCode: exitCodes.clean, message: null })
  }

  function kill(): void {
    stop()
    for (const child of children) void child.kill()
  }

  function status(): StackStatus {
    return {
      pid: process.pid,
      version,
      upMs: Math.round(clock.monotonicMs() - startedAtMs),
      rssBytes: process.memoryUsage.rss(),
      children: children.map((child) => child.status()),
    }
  }

  const reload = (name: string | null) => forEach(children, name, (child) => child.reload())
  const restart = (name: string | null) => forEach(children, name, (child) => child.restart())

  return { start, finished: end.promise, status, stop, kill, reload: () => void reload(null) }
}

/** Resolves to the first child that failed, or to nothing when none is on its way any more. */
function becomeReady(children: readonly SupervisedChild[]): Promise<SupervisedChild | undefined> {
  const settled = children.map((child) => child.settled())
  const failed = children.map(
    (child, index) =>
      new Promise<SupervisedChild>((resolve) => {
        void settled[index]?.then((state) => (state.name === 'failed' ? resolve(child) : undefined))
      }),
  )
  return Promise.race([...failed, Promise.all(settled).then(() => undefined)])
}

function watchForFailures(
  children: readonly SupervisedChild[],
  onFailure: (child: SupervisedChild) => void,
): void {
  for (const child of children)
    child.watch(() => {
      if (child.state.name === 'failed') onFailure(child)
    })
}

async function watchPrograms(
  children: readonly SupervisedChild[],
  debounceMs: number,
  clock: Clock,
): Promise<() => Promise<void>> {
  // Loaded where it is wanted: in production nothing is watched.
  const { startWatcher } = await import('./watcher.ts')
  const paths = new Map(children.map(({ spec }) => [spec.name, spec.watch]))
  const onChange = (name: string) => void forEach(children, name, (child) => child.reload())
  return startWatcher({ paths, debounceMs, clock, onChange })
}

/** All children, or the one that is named; returns whether there is one. */
function forEach(
  children: readonly SupervisedChild[],
  name: string | null,
  act: (child: SupervisedChild) => void,
): boolean {
  const chosen = children.filter(({ spec }) => name === null || spec.name === name)
  chosen.forEach(act)
  return chosen.length > 0
}

const failureExitCodes: Readonly<Record<FailureReason, ExitCode>> = {
  bad_config: exitCodes.badConfig,
  port_taken: exitCodes.portTaken,
  crashed_too_often: exitCodes.gaveUp,
}

function endingOf(child: SupervisedChild): Ending {
  const { name, lastExit } = child.status()
  const reason = child.state.name === 'failed' ? child.state.reason : 'crashed_too_often'
  const how = lastExit?.signal ?? `exit code ${lastExit?.exitCode ?? 'unknown'}`
  const message = `The child "${name}" does not run: ${(lastExit?.message ?? how).replace(/\.$/, '')}.`
  return { exitCode: failureExitCodes[reason], message }
}
