import type { Environment } from './overrides.ts'

/** What the service manager that started this process has told it (sd_notify(3), sd_listen_fds(3)). */
export interface ServiceManager {
  /** Where it wants to be told; `null` where it does not. */
  readonly notifySocket: string | null
  /** It restarts us when we were silent for so long. */
  readonly watchdogMs: number | null
  /** Sockets that it listens on for us, by the name its unit gives them. */
  readonly sockets: ReadonlyMap<string, number>
}

const firstDescriptor = 3
const microsecondsPerMs = 1_000

/**
 * Takes what is meant for this very process out of the environment: a child that found it there would take it for its own.
 * What is meant for another process, or makes no sense, counts as not said.
 */
export function takeServiceManager(
  environment: Record<string, string | undefined> = process.env,
  pid: number = process.pid,
): ServiceManager {
  const manager = {
    notifySocket: environment.NOTIFY_SOCKET || null,
    watchdogMs: watchdogOf(environment, pid),
    sockets: socketsOf(environment, pid),
  }
  for (const name of ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID']) delete environment[name]
  for (const name of ['LISTEN_PID', 'LISTEN_FDS', 'LISTEN_FDNAMES']) delete environment[name]
  return manager
}

function watchdogOf({ WATCHDOG_USEC, WATCHDOG_PID }: Environment, pid: number): number | null {
  const isForUs = WATCHDOG_PID === undefined || WATCHDOG_PID === String(pid)
  const watchdogMs = Math.floor(Number(WATCHDOG_USEC) / microsecondsPerMs)
  return isForUs && watchdogMs > 0 ? watchdogMs : null
}

function socketsOf(environment: Environment, pid: number): ReadonlyMap<string, number> {
  if (environment.LISTEN_PID !== String(pid)) return new Map()
  const names = environment.LISTEN_FDNAMES?.split(':') ?? []
  const count = Math.min(names.length, Number(environment.LISTEN_FDS) || 0)
  return new Map(names.slice(0, count).map((name, index) => [name, firstDescriptor + index]))
}
