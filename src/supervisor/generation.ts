import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import { execa } from 'execa'
import { systemClock } from '../platform/clock.ts'
import { parseChildMessage, type SupervisorMessage } from '../protocol/ipc.ts'
import type { ChildSpec } from './child-spec.ts'
import type { Heartbeat } from './child-state.ts'
import { guarded, startFailure } from './program-guard.ts'
import { startReadyProbe } from './ready-probe.ts'

/** One process of a child, with what it has told us. */
export interface Generation {
  readonly pid: number
  /** Milliseconds since 1970. */
  readonly startedAtMs: number
  readonly address: string | null
  readonly heartbeat: Heartbeat | null
  readonly fatalMessage: string | null
  /** Asks it to end: by IPC once it has spoken, by SIGTERM before. */
  drain(deadlineMs: number): void
  /** SIGKILL for the process and everything in its group. */
  kill(): void
}

export interface GenerationExit {
  readonly exitCode: number | null
  readonly signal: string | null
  /** Why it could not be started at all. */
  readonly message?: string
}

export interface GenerationEvents {
  ready(): void
  beat(rssBytes: number): void
  output(stream: 'stdout' | 'stderr', readable: Readable): void
  /** Once, and last. */
  exited(exit: GenerationExit): void
}

/**
 * Starts a process in a group of its own, with the listening socket as descriptor 3. Returns `null` where it could not
 * be started; `exited` then tells why. All events but `output` come later than the call.
 */
export function startGeneration(
  spec: ChildSpec,
  fd: number | null,
  events: GenerationEvents,
): Generation | null {
  const isProgram = spec.kind === 'program'
  const [file, args] = isProgram ? guarded(spec.file, spec.args) : [spec.file, spec.args]
  const subprocess = execa(file, args, {
    // execa takes any descriptor; its types list those up to 9.
    stdio: ['ignore', 'pipe', 'pipe', isProgram ? 'pipe' : fd === null ? 'ignore' : (fd as 3)],
    ipc: !isProgram,
    serialization: 'json',
    detached: true,
    cleanup: false,
    // Otherwise execa keeps every message and line for its result.
    buffer: false,
    reject: false,
    env: spec.environment,
    ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
  })
  const { nodeChildProcess, pid } = subprocess
  if (pid === undefined) {
    void subprocess.then(({ message }) =>
      events.exited({ exitCode: null, signal: null, message: message ?? `Cannot start ${spec.file}` }),
    )
    return null
  }
  events.output('stdout', subprocess.stdout)
  events.output('stderr', subprocess.stderr)
  // Not the end of its output: a grandchild may hold the pipe for as long as it likes.
  nodeChildProcess.once('exit', (exitCode, signal) => {
    killGroup(pid)
    stopProbe()
    const message = isProgram ? startFailure(spec.file, exitCode) : null
    events.exited({ exitCode, signal, ...(message === null ? {} : { message }) })
  })
  let stopProbe = () => {}
  if (isProgram)
    nodeChildProcess.once('spawn', () => {
      stopProbe = startReadyProbe(spec.readyProbe ?? { afterMs: 0 }, systemClock, () => events.ready())
    })
  return Object.assign(listen(nodeChildProcess, events), {
    pid,
    startedAtMs: systemClock.nowMs(),
    kill: () => killGroup(pid),
  })
}

/** The IPC channel's both directions. */
function listen(
  child: ChildProcess,
  events: GenerationEvents,
): Omit<Generation, 'pid' | 'startedAtMs' | 'kill'> {
  const told: { address: string | null; heartbeat: Heartbeat | null; fatalMessage: string | null } = {
    address: null,
    heartbeat: null,
    fatalMessage: null,
  }
  let hasSpoken = false

  function hear(received: unknown): void {
    const message = parseChildMessage(received)
    if (message === null) return
    hasSpoken = true
    if (message.type === 'ready') {
      told.address = message.address
      events.ready()
    } else if (message.type === 'heartbeat') {
      told.heartbeat = message
      events.beat(message.rssBytes)
    } else if (message.type === 'fatal') told.fatalMessage = message.message
  }

  function drain(deadlineMs: number): void {
    const message: SupervisorMessage = { type: 'drain', deadlineMs: Math.floor(deadlineMs) }
    // A channel that closes meanwhile belongs to a process that ends, as it was asked to.
    if (hasSpoken && child.connected) child.send(message, () => {})
    else child.kill('SIGTERM')
  }

  child.on('message', hear)
  return Object.assign(told, { drain })
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    // ESRCH: nobody is left in the group, which is what we want.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
