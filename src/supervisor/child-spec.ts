/** A program to keep running, as data: the supervisor knows nothing else about it. */
export interface ChildSpec {
  readonly name: string
  readonly file: string
  readonly args: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** `server`: says when it is ready, beats and drains by IPC. `program`: ready when it runs, ends at SIGTERM. */
  readonly kind: 'server' | 'program'
  readonly restart: 'always' | 'on-failure' | 'never'
  /** What makes the child's program: a change below one of these paths reloads it when watching. */
  readonly watch: readonly string[]
}

/** Times and bounds of a child's life, all in milliseconds but `maxRestarts`. */
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
}
