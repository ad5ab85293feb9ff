import type { Config } from '../config/schema.ts'
import { systemClock } from '../platform/clock.ts'
import { createLogFiles, type LogFiles } from '../supervisor/log-files.ts'
import { createLogSink, type LogSink } from '../supervisor/log-sink.ts'
import { createLogStreams, type OpenLogStream } from '../supervisor/log-stream.ts'

/** Where all that the stack says goes: to standard output, to the files, and to those who ask for it. */
export interface StackLog {
  readonly sink: LogSink
  readonly open: OpenLogStream
  /** Brings what waits to the files. */
  close(): void
}

export interface StackLogOptions {
  /** Of the children. */
  readonly names: readonly string[]
  readonly folder: string
}

export function openStackLog(config: Config, { names, folder }: StackLogOptions): StackLog {
  const sink = createSink(config, names)
  const files = config.log.files === 0 ? null : writeFiles(sink, { log: config.log, folder })
  return {
    sink,
    open: createLogStreams({
      folder: files === null ? null : folder,
      flush: () => files?.flush(),
      watch: sink.watch,
    }),
    close: () => files?.close(),
  }
}

function createSink({ log: { format, level } }: Config, names: readonly string[]): LogSink {
  const out = process.stdout
  const isPretty = format === 'pretty' || (format === 'auto' && out.isTTY)
  return createLogSink({
    out,
    format: isPretty ? 'pretty' : 'json',
    colour: out.isTTY && out.hasColors(),
    level,
    names,
    clock: systemClock,
  })
}

function writeFiles(
  sink: LogSink,
  { log: settings, folder }: { log: Config['log']; folder: string },
): LogFiles {
  const log = sink.log('supervisor')
  const files = createLogFiles({
    folder,
    maxFileBytes: settings.fileBytes,
    maxFiles: settings.files,
    clock: systemClock,
    onFailed: (error) => log.error('log_file_failed', { folder, message: error.message }),
    onMended: (lines) => log.warn('output_dropped', { lines, reason: 'disk' }),
  })
  sink.watch(files.append)
  return files
}
