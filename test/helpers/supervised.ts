import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { onTestFinished } from 'vitest'
import { childConfigEnvironment } from '../../src/config/child.ts'
import { configSchema } from '../../src/config/schema.ts'
import { systemClock } from '../../src/platform/clock.ts'
import type { ChildPolicy, ChildSpec } from '../../src/supervisor/child-spec.ts'
import type { ChildStatus } from '../../src/supervisor/child-status.ts'
import { type Listener, openListener } from '../../src/supervisor/listeners.ts'
import { createLogSink } from '../../src/supervisor/log-sink.ts'
import { type Supervisor, startSupervisor } from '../../src/supervisor/supervisor.ts'

const children = path.join(import.meta.dirname, '../fixtures/children')

/** Short enough for a test, long enough for a busy machine. */
export const quickPolicy: ChildPolicy = {
  ...configSchema.parse({}).supervisor,
  backoffMinMs: 10,
  backoffMaxMs: 50,
  readyTimeoutMs: 5_000,
  heartbeatTimeoutMs: 3_000,
  drainTimeoutMs: 3_000,
  minUptimeMs: 0,
}

export interface Supervised {
  readonly supervisor: Supervisor
  readonly listener: Listener
  readonly url: string
  readonly controlSocket: string
  /** The child's part of the status. */
  child(): ChildStatus
  /** Resolves to the first line of the log, past or to come, that has this event. */
  logged(event: string): Promise<Record<string, unknown>>
  events(): string[]
}

/** One child of `test/fixtures/children`, under a supervisor that the test's end stops. */
export async function supervise(
  fixture: string,
  options: { policy?: Partial<ChildPolicy>; spec?: Partial<ChildSpec>; onGiveUp?: 'retry' | 'exit' } = {},
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
  const supervisor = await startSupervisor({
    children: [{ spec: { ...fixtureSpec(fixture), ...options.spec }, listener }],
    policy: { ...quickPolicy, ...options.policy },
    onGiveUp: options.onGiveUp ?? 'retry',
    watch: null,
    controlSocket,
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
  return {
    supervisor,
    listener,
    url: `http://127.0.0.1:${listener.port}`,
    controlSocket,
    child: () => supervisor.status().children[0] as ChildStatus,
    logged: log.logged,
    events: log.events,
  }
}

export function fixtureSpec(fixture: string): ChildSpec {
  const config = configSchema.parse({ supervisor: { drainTimeoutMs: quickPolicy.drainTimeoutMs } })
  return {
    name: fixture,
    kind: 'server',
    file: process.execPath,
    args: [path.join(children, `${fixture}.ts`)],
    environment: childConfigEnvironment(config),
    restart: 'always',
    watch: [],
  }
}

function createLogReader() {
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

  return { out, logged, events: () => lines.map((line) => String(line.event)) }
}

/** Whether a process is there, a zombie not counted. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Polls, for what gives no event: processes that are not ours. */
export async function until(condition: () => boolean, deadlineMs = 10_000): Promise<void> {
  const giveUpAtMs = performance.now() + deadlineMs
  while (!condition()) {
    if (performance.now() > giveUpAtMs) throw new Error(`Expected ${condition} within ${deadlineMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
