import { readChildConfig } from '../../config/child.ts'
import type { Config } from '../../config/schema.ts'
import { systemClock } from '../../platform/clock.ts'
import { keepCompiled } from '../../platform/compiled.ts'
import { ExitError, exitCodes } from '../../platform/exit-codes.ts'
import { createLog, type Log } from '../../platform/log.ts'
import { ipcVersion, listenDescriptor } from '../../protocol/ipc.ts'
import { startHeartbeat } from './heartbeat.ts'
import type { RunningServer, ServerContext, SupervisedServer } from './supervised-server.ts'
import { connectToSupervisor, type SupervisorLink } from './supervisor-link.ts'
import { startWatchdog } from './watchdog.ts'

/** How long a child whose supervisor is gone may finish what it has. */
const orphanGraceMs = 2_000

/** How much later than the main thread the watchdog ends the process. */
const watchdogSlackMs = 500

/** When a silent loop's stack is taken: early enough to be told before the supervisor kills the child. */
const hungShare = 0.6

/**
 * The life of a supervised server, from `booted` to its exit.
 * ```
 * booted ──► start() ──► ready ──► heartbeat … ──► draining ──► drained ──► exit 0
 *    └────────┴── error: fatal, exit 1 (69, 78) ─────┴── past the deadline: exit 1
 * ```
 * SIGTERM and the supervisor's `drain` mean the same; so does a supervisor that is gone, with a shorter deadline.
 */
export async function runSupervised(server: SupervisedServer): Promise<void> {
  const link = connectToSupervisor()
  const config = readChildConfig()
  const log = createLog({ level: config.log.level, name: server.name })
  const life = createLife({ link, log })
  process.on('uncaughtException', (error) => void life.fail(error))
  try {
    process.on('SIGTERM', () => void life.drain(config.supervisor.drainTimeoutMs))
    // Ctrl-C is the supervisor's to hear: it tells its children in order.
    process.on('SIGINT', () => {})
    link.onMessage((message) => void life.drain(message.deadlineMs))
    link.onLost(() => void life.drain(orphanGraceMs))
    const watchdog = startWatchdog({
      supervisorPid: process.ppid,
      graceMs: orphanGraceMs + watchdogSlackMs,
      hungAfterMs: config.supervisor.heartbeatTimeoutMs * hungShare,
    })
    await link.send({ type: 'booted', version: ipcVersion })
    // Side by side: each takes its time on a core of its own.
    const [started] = await Promise.all([server.start(serverContext(config, log)), watchdog])
    await life.run(started)
    setImmediate(keepCompiled)
  } catch (error) {
    await life.fail(error)
  }
}

function serverContext(config: Config, log: Log): ServerContext {
  const { http, ws } = config
  return {
    config,
    log,
    clock: systemClock,
    listener: { fd: listenDescriptor },
    addresses: { http: { host: http.host, port: http.port }, ws: { host: ws.host, port: ws.port } },
  }
}

/** What must happen once: becoming ready, draining, failing. */
function createLife({ link, log }: { link: SupervisorLink; log: Log }) {
  let server: RunningServer | undefined
  let isEnding = false

  async function run(started: RunningServer): Promise<void> {
    server = started
    startHeartbeat({ link, clock: systemClock, connections: () => started.connections() })
    await link.send({ type: 'ready', address: started.address })
  }

  async function drain(deadlineMs: number): Promise<void> {
    if (isEnding) return
    isEnding = true
    // Before it is ready a server has promised nothing to anybody.
    if (server === undefined) process.exit(exitCodes.clean)
    systemClock.after(deadlineMs, () => {
      log.warn('drain_overran', { deadlineMs, left: server?.connections() })
      process.exit(exitCodes.error)
    })
    try {
      await link.send({ type: 'draining', left: server.connections() })
      await server.drain(deadlineMs)
      await server.stop?.()
      await link.send({ type: 'drained' })
      process.exit(exitCodes.clean)
    } catch (error) {
      await end(error)
    }
  }

  async function fail(error: unknown): Promise<void> {
    // The log goes nowhere once the supervisor is gone; that must not cut the drain short.
    if (isBrokenPipe(error) && !process.connected) return
    await end(error)
  }

  async function end(error: unknown): Promise<never> {
    isEnding = true
    const exitCode = exitCodeOf(error)
    log.error('server_failed', { error, exitCode })
    await link.send({ type: 'fatal', code: codeOf(error), message: messageOf(error), exitCode })
    process.exit(exitCode)
  }

  return { run, drain, fail }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ExitError) return error.exitCode
  return codeOf(error) === 'EADDRINUSE' ? exitCodes.portTaken : exitCodes.error
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'error'
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function isBrokenPipe(error: unknown): boolean {
  return codeOf(error) === 'EPIPE'
}
