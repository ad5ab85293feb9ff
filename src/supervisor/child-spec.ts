import type { Listener } from './listeners.ts'
import type { ReadyProbe } from './ready-probe.ts'

/** All that a reload can replace. */
export interface ChildSetup {
  readonly spec: ChildSpec
  readonly policy: ChildPolicy
  /** What becomes the child's descriptor 3. */
  readonly listener: Listener | null
}

/** A program to keep running, as data: the supervisor knows nothing else about it. */
export interface ChildSpec {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly cwd?: string
  /**
   * `server`: says when it is ready, beats and drains by IPC; the stack needs it. `program`: ready when it runs, or when
   * its probe says so; ends at SIGTERM; the stack goes on without it.
   */
  readonly kind: 'server' | 'program'
  /** For programs alone. */
  readonly readyProbe?: ReadyProbe
  /** Names of children that have to run before this one is started the first time. */
  readonly dependsOn?: readonly string[]
  readonly restart: 'always' | 'on-failure' | 'never'
  /** What makes the child's program: a change below one of these paths reloads it when watching. */
  readonly watch: readonly string[]
}

/** Times and bounds of a child's life, in milliseconds where the name says so. */
export interface ChildPolicy {
  readonly backoffMinMs: number
  readonly backoffMaxMs: number
  readonly maxRestarts: number
  readonly windowMs: number
  readonly minUptimeMs: number
  readonly failedRetryMs: number
  readonly readyTimeoutMs: number
  readonly heartbeatTimeoutMs: number
  readonly drainTimeoutMs: number
  readonly killTimeoutMs: number
  /** Of a server's resident memory; `null`: none. */
  readonly memoryLimitBytes: number | null
}
