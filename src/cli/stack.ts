import type { Config } from '../config/schema.ts'
import { type ServiceManager, takeServiceManager } from '../config/service-manager.ts'
import { systemClock } from '../platform/clock.ts'
import { type ExitCode, ExitError } from '../platform/exit-codes.ts'
import type { Log } from '../platform/log.ts'
import { productVersion } from '../platform/package.ts'
import { collectGarbage } from '../platform/small-heap.ts'
import type { ChildSpec } from '../supervisor/child-spec.ts'
import { acquireLock } from '../supervisor/lock.ts'
import { makeRunDirectory, type RunDirectory, runDirectory } from '../supervisor/run-directory.ts'
import { handleSignals } from '../supervisor/signals.ts'
import { createSupervisor, type Supervisor } from '../supervisor/supervisor.ts'
import { createServiceNotifier, type ServiceNotifier } from '../supervisor/systemd.ts'
import { type BannerFacts, banner } from './banner.ts'
import { say } from './output.ts'
import { keepOwnerLink, ownerLink } from './owner-link.ts'
import { pageAddress, socketAddress } from './page-address.ts'
import { patiently } from './patience.ts'
import { type Listeners, openListeners, withBoundAddresses } from './stack-listeners.ts'
import { openStackLog } from './stack-log.ts'
import { createStackPlanner } from './stack-plan.ts'

/** How long the children of a supervisor that crashed may hold its ports: their grace, and some. */
const orphanPatienceMs = 5_000

/** What a start needs is garbage by then. */
const settledMs = 1_000

/** How long after the end. */
const lingerMs = 1_000

const aloud = { clock: systemClock, say }

export interface StackOptions {
  readonly config: Config
  /** For a reload. Rejects with what is wrong with the settings. */
  readonly readConfig: () => Promise<Config>
  /** Reloaded when it changes, where programs are. */
  readonly configFile: string
  /** Makes the database ready, once it is ours alone. Resolves to the owner's secret, `null` where there is an owner. */
  readonly prepare: () => Promise<string | null>
  readonly moreChildren?: readonly ChildSpec[]
  readonly moreFacts?: BannerFacts['more']
}

/**
 * Runs the whole stack in the foreground until it is told to stop. Throws an ExitError, or what the database says,
 * when it cannot be started.
 */
export async function runStack(options: StackOptions): Promise<ExitCode> {
  // Whatever is made from here on, by the servers too, is this user's alone.
  process.umask(0o077)
  const manager = takeServiceManager()
  const directory = runDirectory(options.config.database.path)
  makeRunDirectory(directory)
  const lock = acquireLock(directory)
  try {
    const ownerSecret = await patiently('the database is made ready', options.prepare(), aloud)
    const patienceMs = lock.followsCrash ? orphanPatienceMs : 0
    const opening = openListeners(options.config, manager.sockets, patienceMs)
    const listeners = await patiently('the ports are free', opening, aloud)
    return await serve(options, { directory, listeners, ownerSecret, manager })
  } finally {
    lock.release()
    // A child that the kernel does not end must not keep us: this fires only where something still does.
    setTimeout(() => process.exit(), lingerMs).unref()
  }
}

interface Prepared {
  readonly directory: RunDirectory
  readonly listeners: Listeners
  /** `null` where there is an owner. */
  readonly ownerSecret: string | null
  readonly manager: ServiceManager
}

async function serve(options: StackOptions, prepared: Prepared): Promise<ExitCode> {
  const { directory, listeners, ownerSecret, manager } = prepared
  const config = withBoundAddresses(options.config, listeners)
  const { sockets } = manager
  const moreChildren = options.moreChildren ?? []
  const onCommit = ({ log }: Config) => stackLog.sink.setLevel(log.level)
  const planner = createStackPlanner({ ...options, listeners, sockets, moreChildren, onCommit })
  const children = planner.setups()
  const names = children.map(({ spec }) => spec.name).toSorted()
  const stackLog = openStackLog(config, { names, folder: directory.logFolder })
  const { sink } = stackLog
  const notifier = createServiceNotifier({ ...manager, clock: systemClock, log: sink.log('supervisor') })
  const supervisor = createSupervisor({
    children,
    plan: planner.plan,
    onGiveUp: config.supervisor.onGiveUp,
    watch: config.supervisor.watch
      ? { debounceMs: config.supervisor.watchDebounceMs, configFile: options.configFile }
      : null,
    controlSocket: directory.controlSocket,
    crashFolder: directory.crashFolder,
    version: productVersion(),
    clock: systemClock,
    sink,
    log: sink.log('supervisor'),
    logs: stackLog.open,
    notifier,
  })
  const link = ownerSecret === null ? null : ownerLink(config, ownerSecret)
  try {
    const exitCode = await run(supervisor, notifier, () => {
      setTimeout(collectGarbage, settledMs).unref()
      if (process.stdout.isTTY) welcome(options, { config, link, directory })
      else reportStart(sink.log('supervisor'), { config, link, directory })
    })
    if (process.stdout.isTTY) process.stdout.write('Stopped.\n')
    return exitCode
  } finally {
    stackLog.close()
  }
}

interface Started {
  readonly config: Config
  readonly link: string | null
  readonly directory: RunDirectory
}

function welcome({ moreFacts = [] }: StackOptions, { config, link, directory }: Started): void {
  keepOwnerLink(directory.ownerLinkFile, null)
  process.stdout.write(banner({ version: productVersion(), config, ownerLink: link, more: moreFacts }))
}

/** A log must not hold the secret: it names the file that does. */
function reportStart(log: Log, { config, link, directory }: Started): void {
  keepOwnerLink(directory.ownerLinkFile, link)
  log.info('started', {
    open: pageAddress(config.http),
    webSocket: socketAddress(config.ws),
    ...(link === null ? {} : { ownerLinkFile: directory.ownerLinkFile }),
  })
}

/** Signals are heard before there is anything to stop, and until nothing is left of it. */
async function run(
  supervisor: Supervisor,
  notifier: ServiceNotifier,
  onReady: () => void,
): Promise<ExitCode> {
  const ignoreSignals = handleSignals(supervisor, { isTerminal: process.stdin.isTTY })
  try {
    if (await patiently('the servers become ready', supervisor.start(), aloud)) {
      notifier.ready()
      onReady()
    }
    const { exitCode, message } = await supervisor.finished
    if (message !== null) throw new ExitError(exitCode, message)
    return exitCode
  } finally {
    await notifier.end()
    ignoreSignals()
  }
}
