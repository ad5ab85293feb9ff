import type { Log, LogFields } from '../platform/log.ts'
import type { ChildEvent, ChildState, Problem } from './child-state.ts'
import type { LastExit } from './child-status.ts'

/** How a child came into its state. */
export interface Entry {
  readonly state: ChildState
  readonly event: ChildEvent
  readonly nowMs: number
  /** Child, pid and generation. */
  readonly fields: LogFields
  readonly address: string | null
  readonly lastExit: LastExit | null
}

/** One line for each state that is entered: `child_running` and so on. */
export function logEntry(log: Log, { state, event, nowMs, fields, address, lastExit }: Entry): void {
  const name = `child_${state.name}`
  const isExit = event.type === 'exited'
  const all = { ...fields, cause: event.type, ...(isExit && lastExit !== null ? exitFields(lastExit) : {}) }
  switch (state.name) {
    case 'failed':
      return log.error(name, { ...all, reason: state.reason })
    case 'backoff':
      return log.warn(name, { ...all, inMs: Math.round(state.untilMs - nowMs) })
    case 'running':
      return log.info(name, address === null ? all : { ...all, address })
    case 'reloading':
      return log.info(name, all)
    case 'starting':
      return isExit ? log.warn(name, all) : log.debug(name, all)
    default:
      return log.debug(name, all)
  }
}

/** For people, in the middle of a sentence. */
export const problems: Readonly<Record<Problem, string>> = {
  ready_timeout: 'it was not ready in time',
  reload_failed: 'it was not ready in time',
  heartbeat_timeout: 'it hung',
  drain_timeout: 'it did not end in time',
  memory_limit: 'it took more memory than it may',
  kill_timeout: 'it could not be killed',
}

/** What the child said, or how it ended. */
export function describeExit({ exitCode, signal, message }: LastExit): string {
  return message ?? signal ?? `exit code ${exitCode ?? 'unknown'}`
}

/** What is known of an exit: a signal or a code, and sometimes words. */
function exitFields({ exitCode, signal, message }: LastExit): LogFields {
  return {
    ...(signal === null ? { exitCode } : { signal }),
    ...(message === null ? {} : { message }),
  }
}
