import type { Readable, Writable } from 'node:stream'
import type { Clock } from '../platform/clock.ts'
import type { Log, LogFields, LogLevel } from '../platform/log.ts'
import { createByteBudget } from './byte-budget.ts'
import { createLineSplitter } from './line-splitter.ts'
import { logLimits } from './log-limits.ts'
import { jsonLine, type LineLevel, type LogLine, parseLogLine, prettyLine, printable } from './log-line.ts'
import { createPrettyStyle } from './pretty-style.ts'

/** Where all that the supervisor and its children say becomes one stream. */
export interface LogSink {
  /** A log whose lines carry this name. */
  log(name: string): Log
  /** Takes all that a child prints, for as long as it prints. Bounded: it never makes the child wait. */
  take(name: string, stream: 'stdout' | 'stderr', readable: Readable): void
  /** The last lines of a child, oldest first, as JSON. */
  lastLines(name: string): readonly string[]
  /** Calls back with every line, as JSON, until the returned function is called. */
  readonly watch: (watcher: (json: string) => void) => () => void
  /** Of the supervisor's own lines, from now on. */
  setLevel(level: LogLevel): void
}

export interface LogSinkOptions {
  readonly out: Writable
  readonly format: 'pretty' | 'json'
  readonly colour: boolean
  /** Of the supervisor's own lines; children choose theirs. */
  readonly level: LogLevel
  readonly names: readonly string[]
  readonly clock: Clock
}

export function createLogSink(options: LogSinkOptions): LogSink {
  const { clock } = options
  const style = createPrettyStyle(options)
  const watchers = new Set<(json: string) => void>()
  let ownLevel = options.level
  const kept = new Map<string, string[]>()
  const out = boundedWriter(options.out, (lines) =>
    write(note('supervisor', 'output_dropped', { lines, reason: 'slow_reader' })),
  )

  function write(line: LogLine): void {
    const json = jsonLine(line)
    keep(line.name, json)
    out.write(options.format === 'json' ? json : prettyLine(line, style))
    for (const watcher of watchers) watcher(json)
  }

  function keep(name: string, json: string): void {
    const lines = kept.get(name) ?? []
    lines.push(json)
    if (lines.length > logLimits.keptLines) lines.shift()
    kept.set(name, lines)
  }

  function note(name: string, event: string, fields: LogFields, level: LineLevel = 'warn'): LogLine {
    return { timeMs: clock.nowMs(), level, name, event, fields }
  }

  function take(name: string, stream: 'stdout' | 'stderr', readable: Readable): void {
    const splitter = createLineSplitter(logLimits)
    const budget = createByteBudget(clock, logLimits)
    const level = stream === 'stderr' ? 'warn' : 'info'
    const writeText = (text: string) => {
      if (text !== '') write(note(name, 'output', { text: printable(text, '\n') }, level))
    }
    // What is printed at once and is no line of ours, such as a stack, stays together.
    const writeAll = (texts: readonly string[]) => {
      let together: string[] = []
      for (const text of texts) {
        const line = parseLogLine(text, name)
        if (line === null) together.push(text)
        else {
          writeText(together.join('\n').trim())
          together = []
          write(line)
        }
      }
      writeText(together.join('\n').trim())
    }
    const writeDropped = (bytes: number) => {
      if (bytes > 0) write(note(name, 'output_dropped', { bytes, reason: 'flood' }))
    }
    readable.on('data', (chunk: Buffer) => {
      if (!budget.spend(chunk.length)) return splitter.lose()
      writeDropped(budget.takeDropped())
      writeAll(splitter.push(chunk))
    })
    readable.on('end', () => {
      writeAll(splitter.end())
      writeDropped(budget.takeAllDropped())
    })
    // The pipe of a process that was killed: it has ended, and nothing more will come.
    readable.on('error', () => {})
  }

  return {
    log: (name) =>
      sinkLog({
        write: (level, event, fields) => write(note(name, event, fields, level)),
        level: () => ownLevel,
      }),
    take,
    watch: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    setLevel: (level) => {
      ownLevel = level
    },
    lastLines: (name) => [...(kept.get(name) ?? [])],
  }
}

/** Never waits: lines that a slow reader leaves no room for are dropped, and counted until it reads again. */
function boundedWriter(out: Writable, onDropped: (lines: number) => void): { write(line: string): void } {
  let isBroken = false
  let dropped = 0
  // Somebody closed the other end, as `head` does: the stack goes on without a reader.
  out.on('error', () => {
    isBroken = true
  })
  out.on('drain', () => {
    const lines = dropped
    dropped = 0
    if (lines > 0) onDropped(lines)
  })

  return {
    write: (line) => {
      if (isBroken) return
      if (out.writableLength > logLimits.maxBacklogBytes) dropped += 1
      else out.write(`${line}\n`)
    },
  }
}

const severity = { debug: 0, info: 1, warn: 2, error: 3, silent: 4 } as const

function sinkLog(target: {
  write: (level: LineLevel, event: string, fields: LogFields) => void
  level: () => LogLevel
}): Log {
  const at =
    (level: LineLevel) =>
    (event: string, fields: LogFields = {}) => {
      if (severity[level] >= severity[target.level()]) target.write(level, event, plainErrors(fields))
    }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) =>
      sinkLog({
        ...target,
        write: (level, event, fields) => target.write(level, event, { ...more, ...fields }),
      }),
  }
}

/** JSON would make an error `{}`. */
function plainErrors(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => {
      if (!(value instanceof Error)) return [key, value]
      return [key, { type: value.name, message: value.message, stack: value.stack }]
    }),
  )
}
