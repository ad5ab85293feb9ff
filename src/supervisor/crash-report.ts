import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import type { Heartbeat, Problem } from './child-state.ts'
import type { LogSink } from './log-sink.ts'
import { redact } from './redact.ts'

/** An end that nobody asked for. */
export interface Crash {
  readonly child: string
  readonly pid: number | null
  readonly generation: number
  readonly reason: Problem | 'exited'
  readonly exitCode: number | null
  readonly signal: string | null
  readonly message: string | null
  /** Milliseconds since 1970. */
  readonly startedAtMs: number
  readonly atMs: number
  readonly lastHeartbeat: Heartbeat | null
  /** Of the settings that it ran with: two reports with the same hash had the same. */
  readonly configHash: string
}

export interface CrashReports {
  /** Resolves to the report's path once its last output is in it; `null` where it cannot be written. Never rejects. */
  write(crash: Crash): Promise<string | null>
}

/** How many are kept, the newest. */
const kept = 20

/** What a process printed last may still be in its pipe when its end is known. */
const outputDelayMs = 100

const reportName = /^\d{4}-\d\d-\d\dT[\d-]+\.\d{3}Z-[\w-]+\.json$/

export interface CrashReportsOptions {
  readonly folder: string
  readonly version: string
  readonly sink: Pick<LogSink, 'lastLines'>
  readonly clock: Clock
  readonly log: Log
}

/** One JSON file for each crash, for its owner's eyes; what looks like a secret is not in it. */
export function createCrashReports(options: CrashReportsOptions): CrashReports {
  const { folder, clock, log } = options

  async function write(crash: Crash): Promise<string | null> {
    await new Promise<void>((resolve) => void clock.after(outputDelayMs, resolve))
    const time = new Date(crash.atMs).toISOString().replaceAll(':', '-')
    const file = path.join(folder, `${time}-${crash.child}-${crash.generation}.json`)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(file, `${JSON.stringify(contentOf(crash, options), null, 2)}\n`, { mode: 0o600 })
      await removeOld(folder)
      log.warn('crash_reported', { child: crash.child, generation: crash.generation, file })
      return file
    } catch (error) {
      log.warn('crash_not_reported', { child: crash.child, error })
      return null
    }
  }

  return { write }
}

function contentOf(crash: Crash, { version, sink }: CrashReportsOptions): unknown {
  const { startedAtMs, atMs, ...facts } = crash
  const lines = sink.lastLines(crash.child).map((line) => JSON.parse(line) as Record<string, unknown>)
  const hung = lines.findLast(({ event, time }) => event === 'loop_blocked' && Number(time) >= startedAtMs)
  return {
    version,
    node: process.versions.node,
    time: new Date(atMs).toISOString(),
    upMs: atMs - startedAtMs,
    ...facts,
    message: redact(crash.message),
    hungStack: typeof hung?.stack === 'string' ? hung.stack.split('\n') : null,
    lastLines: lines.map(redact),
  }
}

async function removeOld(folder: string): Promise<void> {
  const reports = (await readdir(folder)).filter((name) => reportName.test(name)).toSorted()
  for (const name of reports.slice(0, -kept)) await rm(path.join(folder, name), { force: true })
}
