import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { codeFile } from '../../platform/package.ts'
import { DomainError } from '../errors.ts'
import { type WorkerMessage, type WorkerTask, workerMessageSchema } from './worker-message.ts'

export interface WorkerBounds {
  readonly deadlineMs: number
  readonly maxRssBytes: number
  /** How often the worker's memory is read; a decoder takes up to a megabyte a millisecond. */
  readonly rssIntervalMs: number
}

export const defaultWorkerBounds: WorkerBounds = {
  deadlineMs: 10_000,
  maxRssBytes: 300 * 1024 * 1024,
  rssIntervalMs: 20,
}

export interface WorkerEnvironment {
  readonly workerFile: string
  readonly bounds: WorkerBounds
  readonly clock: Clock
  readonly log: Log
}

export const imageWorkerFile = codeFile('domain/images/image-worker')

type Ending = 'finished' | 'deadline' | 'memory' | 'aborted'

/**
 * Runs one worker to its end: when this settles, its process is gone. Rejects with `DomainError`s for what it refused or
 * was killed for, with the signal's reason when that fired, and with a plain error when it failed by itself.
 */
export async function runWorker(
  task: WorkerTask,
  signal: AbortSignal,
  environment: WorkerEnvironment,
): Promise<Extract<WorkerMessage, { type: 'encoded' }>> {
  signal.throwIfAborted()
  const child = start(environment.workerFile, task)
  const heard = listen(child)
  const guard = watch(child, signal, environment)
  const { exitCode, exitSignal } = await exit(child).finally(guard.stop)
  const ending = guard.ending()
  if (ending === 'aborted') throw signal.reason
  if (heard.message?.type === 'encoded') return heard.message
  if (heard.message !== null) throw refusal(heard.message)
  environment.log.warn('image_worker_failed', { ending, exitCode, exitSignal, stderr: heard.stderr })
  throw failure(ending, exitSignal)
}

function start(workerFile: string, task: WorkerTask): ChildProcess {
  const child = fork(workerFile, [JSON.stringify(task)], {
    // Nothing of the server's environment: it holds the settings, and a debugger's port.
    env: { MALLOC_ARENA_MAX: '1' },
    execArgv: ['--max-old-space-size=64'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  yieldTo(child.pid)
  return child
}

/** At once, since threads inherit it only from then on. Not being allowed to costs nothing but politeness. */
function yieldTo(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW)
  } catch (error) {
    if (!(error instanceof Error)) throw error
  }
}

const maxStderrCharacters = 2_000

function listen(child: ChildProcess): { message: WorkerMessage | null; stderr: string } {
  const heard: { message: WorkerMessage | null; stderr: string } = { message: null, stderr: '' }
  child.on('message', (value) => {
    const parsed = workerMessageSchema.safeParse(value)
    if (parsed.success) heard.message ??= parsed.data
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    heard.stderr = (heard.stderr + text).slice(-maxStderrCharacters)
  })
  return heard
}

async function exit(
  child: ChildProcess,
): Promise<{ exitCode: number | null; exitSignal: NodeJS.Signals | null }> {
  try {
    // `close` comes after the last message and the last line of stderr; `exit` may come before them.
    const [exitCode, exitSignal] = await once(child, 'close')
    return { exitCode, exitSignal }
  } catch (cause) {
    // The system has no process to spare.
    throw new DomainError('unavailable', { cause })
  }
}

/** Kills the worker for the first reason that there is. */
function watch(
  child: ChildProcess,
  signal: AbortSignal,
  { bounds, clock }: WorkerEnvironment,
): { stop: () => void; ending: () => Ending } {
  let ending: Ending = 'finished'
  const kill = (reason: Ending) => {
    if (ending === 'finished') ending = reason
    child.kill('SIGKILL')
  }
  const onAbort = () => kill('aborted')
  signal.addEventListener('abort', onAbort, { once: true })
  const cancelDeadline = clock.after(bounds.deadlineMs, () => kill('deadline'))
  let cancelLook = clock.after(bounds.rssIntervalMs, look)

  function look(): void {
    if (residentBytes(child.pid) > bounds.maxRssBytes) kill('memory')
    else cancelLook = clock.after(bounds.rssIntervalMs, look)
  }

  return {
    stop: () => {
      signal.removeEventListener('abort', onAbort)
      cancelDeadline()
      cancelLook()
    },
    ending: () => ending,
  }
}

/** 0 where it cannot be known: the process has just ended, or the system has no `/proc`. */
function residentBytes(pid: number | undefined): number {
  try {
    // `statm` counts pages, whose size Node does not tell; this is in kilobytes everywhere.
    const status = readFileSync(`/proc/${pid}/status`, 'latin1')
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024
  } catch {
    return 0
  }
}

function refusal(message: Extract<WorkerMessage, { type: 'refused' }>): DomainError {
  return new DomainError(message.code, message.message === undefined ? {} : { message: message.message })
}

function failure(ending: Ending, exitSignal: NodeJS.Signals | null): Error {
  if (ending === 'memory') {
    return new DomainError('too_large', {
      message: 'Reading this picture takes more memory than the server gives; send a smaller one.',
    })
  }
  if (ending === 'deadline') {
    return new DomainError('unavailable', {
      message: 'Reading this picture took too long; try again, or send a smaller one.',
    })
  }
  // Bytes that crash the decoder are no picture; anything else that ends it is our bug, or the machine's.
  if (exitSignal === 'SIGSEGV' || exitSignal === 'SIGABRT' || exitSignal === 'SIGBUS')
    return new DomainError('unsupported_media')
  return new Error('The image worker ended without an answer.')
}
