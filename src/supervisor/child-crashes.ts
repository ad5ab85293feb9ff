import { createHash } from 'node:crypto'
import type { ChildSpec } from './child-spec.ts'
import type { Problem } from './child-state.ts'
import type { LastExit } from './child-status.ts'
import type { Crash, CrashReports } from './crash-report.ts'
import type { Generation } from './generation.ts'

/** What a child's crashes leave behind. */
export interface ChildCrashes {
  /** Remembers what a generation will be killed for. */
  blame(generation: number, problem: Problem): void
  /** Takes an end into account; it is a crash where nobody asked for it, or where the generation was to blame. */
  take(
    exit: LastExit,
    of: Generation | undefined,
    circumstances: { isUnexpected: boolean; spec: ChildSpec },
  ): void
  /** The file of the last one. */
  readonly lastReport: string | null
  /** Whether a report is being written. */
  readonly isWriting: boolean
}

/** Slow to end is not ill: what was asked to end needs no report. */
const faults: ReadonlySet<Problem> = new Set(['heartbeat_timeout', 'ready_timeout', 'reload_failed'])

/** Calls `onWritten` after each report. */
export function createChildCrashes(reports: CrashReports | null, onWritten: () => void): ChildCrashes {
  const blamed = new Map<number, Problem>()
  let lastReport: string | null = null
  let writing = 0

  const take: ChildCrashes['take'] = (exit, of, { isUnexpected, spec }) => {
    const reason = blamed.get(exit.generation)
    blamed.delete(exit.generation)
    const isDone = exit.exitCode === 0 && spec.restart !== 'always'
    if (reports === null || (reason === undefined && (!isUnexpected || isDone))) return
    writing += 1
    const crash = {
      ...exit,
      child: spec.name,
      reason: reason ?? ('exited' as const),
      startedAtMs: of?.startedAtMs ?? exit.atMs,
      lastHeartbeat: of?.heartbeat ?? null,
      configHash: hashOf(spec.environment),
    }
    // Never rejects: what cannot be written is logged.
    void keep(reports, crash)
  }

  async function keep(to: CrashReports, crash: Crash): Promise<void> {
    lastReport = (await to.write(crash)) ?? lastReport
    writing -= 1
    onWritten()
  }

  return {
    blame: (generation, problem) => {
      if (faults.has(problem)) blamed.set(generation, problem)
    },
    take,
    get lastReport() {
      return lastReport
    },
    get isWriting() {
      return writing > 0
    },
  }
}

function hashOf(environment: ChildSpec['environment']): string {
  return createHash('sha256').update(JSON.stringify(environment)).digest('hex').slice(0, 16)
}
