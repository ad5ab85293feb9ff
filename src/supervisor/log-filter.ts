import type { LineLevel } from './log-line.ts'

/** Which lines of the log are asked for; `null` is no restriction. */
export interface LogFilter {
  /** A child's name, or `supervisor`. */
  readonly child: string | null
  /** Milliseconds since 1970. */
  readonly sinceMs: number | null
  /** The least important one. */
  readonly level: LineLevel | null
}

export const everyLine: LogFilter = { child: null, sinceMs: null, level: null }

export const lineLevels = ['debug', 'info', 'warn', 'error'] as const satisfies readonly LineLevel[]

/** How `jsonLine` begins: reading that much is a tenth of the work of parsing it all. */
const head = /^\{"time":(\d+),"level":"(\w+)","name":("(?:[^"\\]|\\.)*")/

/** Whether a line of `jsonLine` is asked for. What is none is asked for only where everything is. */
export function createLogFilter({ child, sinceMs, level }: LogFilter): (json: string) => boolean {
  if (child === null && sinceMs === null && level === null) return () => true
  const name = child === null ? null : JSON.stringify(child)
  const least = level === null ? 0 : severityOf(level)
  return (json) => {
    const found = head.exec(json)
    if (found === null) return false
    const [, time, lineLevel = '', lineName] = found
    return (
      Number(time) >= (sinceMs ?? 0) && severityOf(lineLevel) >= least && (name === null || lineName === name)
    )
  }
}

function severityOf(level: string): number {
  return lineLevels.indexOf(level as LineLevel)
}
