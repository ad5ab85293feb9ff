import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { onTestFinished } from 'vitest'
import { systemClock } from '../../src/platform/clock.ts'
import type { ChildPolicy, ChildSpec } from '../../src/supervisor/child-spec.ts'
import type { ChildStatus } from '../../src/supervisor/child-status.ts'
import { type Listener, openListener } from '../../src/supervisor/listeners.ts'
import { createLogSink } from '../../src/supervisor/log-sink.ts'
import type { Plan } from '../../src/supervisor/plan.ts'
import { createSupervisor, type Supervisor } from '../../src/supervisor/supervisor.ts'
import { fixtureSpec, quickPolicy } from './fixture-spec.ts'

export interface Supervised {
  readonly supervisor: Supervisor
  /** Whether the child became ready. */
  readonly ready: Promise<boolean>
  readonly listener: Listener
  readonly url: string
  readonly controlSocket: string
  /** The child's part of the status. */
  child: () => ChildStatus
  /** Resolves to the first line of the log, past or to come, that has this event. */
  logged: (event: string) => Promise<Record<string, unknown>>
  events: () => string[]
}

/** One child of `test/fixtures/children`, under a supervisor that the test's end stops. */
export async function supervise(
  fixture: string,
  options: {
    policy?: Partial<ChildPolicy>
    spec?: Partial<ChildSpec>
    onGiveUp?: 'retry' | 'exit'
    plan?: () => Promise<Plan>
  } = {},
): Promise<Supervised> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-supervised-'))
  const listener = await openListener({ name: 'http', host: '127.0.0.1', port: 0 })
  const log = createLogReader()
  const sink = createLogSink({
    out: log.out,
    format: 'json',
    colour: false,
    level: 'debug',
    names: [fixture],
    clock: systemClock,
  })
  const controlSocket = path.join(folder, 'control.sock')
  const supervisor = createSupervisor({
    children: [
      {
        spec: { ...fixtureSpec(fixture), ...options.spec },
        policy: { ...quickPolicy, ...options.policy },
        listener,
      },
    ],
    ...(options.plan === undefined ? {} : { plan: options.plan }),
    onGiveUp: options.onGiveUp ?? 'retry',
    watch: null,
    controlSocket,
    crashFolder: path.join(folder, 'crashes'),
    version: '0.0.0',
    clock: systemClock,
    sink,
    log: sink.log('supervisor'),
  })
  onTestFinished(async () => {
    supervisor.kill()
    await supervisor.finished
    await rm(folder, { recursive: true, force: true })
  })
  const ready = supervisor.start()
  return {
    supervisor,
    ready,
    listener,
    url: `http://127.0.0.1:${listener.port}`,
    controlSocket,
    child: () => supervisor.status().children[0] as ChildStatus,
    logged: log.logged,
    events: log.events,
  }
}

/** Collects a log of JSON lines, and waits for events in it. */
export function createLogReader() {
  const lines: Record<string, unknown>[] = []
  const waiting = new Set<() => void>()
  const out = new PassThrough()
  let rest = ''
  out.on('data', (chunk: Buffer) => {
    const pieces = (rest + chunk.toString()).split('\n')
    rest = pieces.pop() ?? ''
    lines.push(...pieces.map((piece) => JSON.parse(piece) as Record<string, unknown>))
    for (const check of [...waiting]) check()
  })

  function logged(event: string): Promise<Record<string, unknown>> {
    return new Promise((resolve) => {
      const check = () => {
        const found = lines.find((line) => line.event === event)
        if (found === undefined) return
        waiting.delete(check)
        resolve(found)
      }
      waiting.add(check)
      check()
    })
  }

  return { out, logged, lines: () => lines, events: () => lines.map((line) => String(line.event)) }
}

/** Whether a process is there, and no zombie that nobody reaps. */
export function isRunning(pid: number): boolean {
  const state = processState(pid)
  return state !== null && state !== 'Z'
}

/** The letter of proc(5), `null` where there is no such process. */
export function processState(pid: number): string | null {
  try {
    return /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}

/** Polls, for what gives no event: processes that are not ours. */
export async function until(condition: () => boolean | Promise<boolean>, deadlineMs = 10_000): Promise<void> {
  const giveUpAtMs = performance.now() + deadlineMs
  while (!(await condition())) {
    if (performance.now() > giveUpAtMs)
      throw new Error(`Expected ${condition.toString()} within ${deadlineMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
