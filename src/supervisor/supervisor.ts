import type { Clock } from '../platform/clock.ts'
import { type ExitCode, exitCodes } from '../platform/exit-codes.ts'
import type { Log } from '../platform/log.ts'
import { SupervisedChild } from './child.ts'
import type { ChildSetup } from './child-spec.ts'
import type { FailureReason } from './child-state.ts'
import type { StackStatus } from './child-status.ts'
import { startControlServer } from './control-server.ts'
import { createCrashReports } from './crash-report.ts'
import { startInOrder, stopWithin } from './dependencies.ts'
import type { LogSink } from './log-sink.ts'
import type { OpenLogStream } from './log-stream.ts'
import { createOperations } from './operations.ts'
import type { Plan } from './plan.ts'
import { createRoster, type Roster } from './roster.ts'
import type { ServiceNotifier } from './systemd.ts'

export interface SupervisorOptions {
  /** In start order; they stop in reverse. */
  readonly children: readonly ChildSetup[]
  /** What a reload makes of them. Without it a reload replaces them as they are. Rejects where the settings are wrong. */
  readonly plan?: () => Promise<Plan>
  readonly onGiveUp: 'retry' | 'exit'
  /** Programs, and the file of the settings, are reloaded when they change. */
  readonly watch: { readonly debounceMs: number; readonly configFile?: string } | null
  readonly controlSocket: string
  /** Where crashes are written down; `null`: nowhere. */
  readonly crashFolder: string | null
  readonly version: string
  readonly clock: Clock
  readonly sink: LogSink
  readonly log: Log
  /** For `GET /logs`; without it nobody can read it there. */
  readonly logs?: OpenLogStream
  /** Is told when the stop, or a reload, begins. */
  readonly notifier?: Omit<ServiceNotifier, 'end'>
}

export interface Supervisor {
  /**
   * Starts the children. Resolves to whether all servers became ready; not so where the stack ended before. Rejects where
   * there can be no control socket. Called once, when signals are heard already.
   */
  start(): Promise<boolean>
  /** Resolves when no child and no socket is left. Never rejects. */
  readonly finished: Promise<Ending>
  status(): StackStatus
  /** Reads the settings again and replaces every child by its next generation. What becomes of it is logged. */
  reload(): void
  /** Drains the children, all at once but for those that others depend on, each with its deadline. Idempotent. */
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
  const { clock, log, sink, version } = options
  const startedAtMs = clock.monotonicMs()
  const { crashFolder, logs = () => null } = options
  const crashReports =
    crashFolder === null ? null : createCrashReports({ folder: crashFolder, version, sink, clock, log })
  const make = (setup: ChildSetup) => {
    const child = new SupervisedChild({ setup, clock, random: Math.random, log, sink, crashReports })
    child.watch(() => endWhereFailed(child))
    return child
  }
  const roster = createRoster({ setups: options.children, make })
  const operations = createOperations({
    roster,
    plan: options.plan ?? (async () => asTheyAre(roster)),
    isEnding: () => isEnding,
    notifier: options.notifier,
    log,
  })
  const end = Promise.withResolvers<Ending>()
  const cleanUps: (() => Promise<void> | void)[] = []
  let isUp = false
  let isEnding = false

  async function start(): Promise<boolean> {
    cleanUps.push(await startControlServer(options.controlSocket, { status, stop, logs, ...operations }))
    if (options.watch !== null) cleanUps.push(await watchChanges(roster, options.watch, { clock, reload }))
    // Told to stop meanwhile: what has just been opened was not there to be closed.
    if (isEnding) {
      await cleanUp()
      return false
    }
    const children = roster.list()
    const isWanted = (child: SupervisedChild) => !isEnding && roster.find(child.name) === child
    startInOrder(children, { among: children, isWanted })
    const failed = await becomeReady(roster.list().filter(({ spec }) => spec.kind === 'server'))
    if (failed !== undefined) void finish(endingOf(failed))
    isUp = failed === undefined && !isEnding
    return isUp
  }

  /** A program that a reload has added, and that fails, ends the reload and nothing else. */
  function endWhereFailed(child: SupervisedChild): void {
    if (options.onGiveUp !== 'exit' || !isUp) return
    if (child.state.name === 'failed' && !roster.isOnTrial(child)) void finish(endingOf(child))
  }

  async function finish(ending: Ending): Promise<void> {
    if (isEnding) return
    isEnding = true
    log.info('stopping')
    options.notifier?.stopping()
    await stopChildren()
    await cleanUp()
    for (const { setup } of roster.list()) setup.listener?.close()
    end.resolve(ending)
  }

  async function stopChildren(): Promise<void> {
    const children = roster.list()
    const left = await stopWithin(children, { clock, deadlineMs: stopDeadlineMs(children) })
    if (left.length === 0) return
    log.error('stop_timeout', { children: left.map(({ name }) => name) })
    for (const child of left) void child.kill()
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
    for (const child of roster.list()) void child.kill()
  }

  function status(): StackStatus {
    return {
      pid: process.pid,
      version,
      upMs: Math.round(clock.monotonicMs() - startedAtMs),
      rssBytes: process.memoryUsage.rss(),
      children: roster.list().map((child) => child.status()),
    }
  }

  // Who wants to know what becomes of it asks by the control socket.
  const reload = () => void operations.reload(null)

  return { start, finished: end.promise, status, stop, kill, reload }
}

function asTheyAre(roster: Roster): Plan {
  return { changes: [], setups: roster.list().map(({ setup }) => setup), commit() {}, abandon() {} }
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

/** What they may take one after the other, as they do where each depends on the next. */
function stopDeadlineMs(children: readonly SupervisedChild[]): number {
  return children.reduce(
    (sum, { setup: { policy } }) => sum + policy.drainTimeoutMs + policy.killTimeoutMs,
    0,
  )
}

/** What `watch` reports for the settings; no child is called so. */
const settings = 'the settings'

async function watchChanges(
  roster: Roster,
  { debounceMs, configFile }: NonNullable<SupervisorOptions['watch']>,
  { clock, reload }: { clock: Clock; reload: () => void },
): Promise<() => Promise<void>> {
  // Loaded where it is wanted: in production nothing is watched.
  const { startWatcher } = await import('./watcher.ts')
  const programs = roster.list().map(({ spec }) => [spec.name, spec.watch] as const)
  const paths = new Map(configFile === undefined ? programs : [...programs, [settings, [configFile]]])
  const onChange = (name: string) => {
    if (name === settings) return reload()
    // Not in turn with others: a program that changes again while it is replaced is replaced anew.
    void roster.find(name)?.reload()
  }
  return startWatcher({ paths, debounceMs, clock, onChange })
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
