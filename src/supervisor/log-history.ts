import { createReadStream, fstatSync, openSync } from 'node:fs'
import { createLineSplitter } from './line-splitter.ts'
import { logFilePaths } from './log-files.ts'
import { createLogFilter, type LogFilter } from './log-filter.ts'
import { logLimits } from './log-limits.ts'

/** What was in the log's files at one moment, whatever is written or deleted afterwards. */
export interface LogHistory {
  /** Oldest first, some at a time. */
  lines(): AsyncGenerator<readonly string[]>
  /** Idempotent. */
  close(): void
}

/** Opens all files at once, so that a rotation neither hides a line nor shows it twice. */
export function openLogHistory(folder: string, filter: LogFilter): LogHistory {
  const isAsked = createLogFilter(filter)
  const files = logFilePaths(folder).flatMap((file) => {
    const fd = openSync(file, 'r')
    const { size } = fstatSync(fd)
    // Nothing is read before somebody asks; a stream also closes what it was given.
    const stream = createReadStream(file, { fd, start: 0, end: Math.max(0, size - 1) })
    return size === 0 ? (stream.destroy(), []) : [stream]
  })

  async function* lines(): AsyncGenerator<readonly string[]> {
    for (const file of files) {
      const splitter = createLineSplitter({ maxLineBytes: logLimits.maxStoredLineBytes })
      for await (const chunk of file) {
        const asked = splitter.push(chunk as Buffer).filter(isAsked)
        if (asked.length > 0) yield asked
      }
      const asked = splitter.end().filter(isAsked)
      if (asked.length > 0) yield asked
    }
  }

  return {
    lines,
    close: () => {
      for (const file of files) file.destroy()
    },
  }
}
