import {
  chmodSync,
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import type { Clock } from '../platform/clock.ts'
import { logLimits } from './log-limits.ts'

/** The log on disk: `chat-stack.log` is written, `chat-stack.log.1` is the one before it, and so on. */
export interface LogFiles {
  /** Takes a line, without its newline. Written with others, a moment later. Never throws. */
  readonly append: (line: string) => void
  /** Writes what waits. Never throws. */
  readonly flush: () => void
  /** Flushes, and closes the file. Idempotent. */
  readonly close: () => void
}

export interface LogFilesOptions {
  readonly folder: string
  /** When the next line would make a file longer, it is the last of its file. */
  readonly maxFileBytes: number
  /** The one that is written included; the oldest beyond are deleted. At least 1. */
  readonly maxFiles: number
  readonly clock: Clock
  /** The disk is full, or the folder is not ours: lines are dropped from now on. Once, until `onMended`. */
  readonly onFailed: (error: Error) => void
  /** Lines are written again, after so many that were not. */
  readonly onMended: (droppedLines: number) => void
}

const fileName = 'chat-stack.log'

/**
 * Writes synchronously, in batches: a batch is 64 KiB at most, which the kernel takes into its cache, and nothing that
 * waits can grow (decision 046). A batch is in a file whole or not at all.
 */
export function createLogFiles(options: LogFilesOptions): LogFiles {
  const { clock, maxFileBytes } = options
  let waiting: string[] = []
  let waitingBytes = 0
  let dropped = 0
  let file: OpenFile | null = null
  let cancelTimer: (() => void) | null = null

  function append(line: string): void {
    waiting.push(line)
    waitingBytes += Buffer.byteLength(line) + 1
    if (waitingBytes >= logLimits.fileBatchBytes) flush()
    else cancelTimer ??= clock.after(logLimits.fileBatchMs, flush)
  }

  function flush(): void {
    writeWaiting()
    // What became of it may have been worth a line.
    writeWaiting()
  }

  function writeWaiting(): void {
    cancelTimer?.()
    cancelTimer = null
    if (waiting.length === 0) return
    const lines = waiting
    waiting = []
    waitingBytes = 0
    try {
      write(Buffer.from(`${lines.join('\n')}\n`))
    } catch (error) {
      lose(lines.length, error as Error)
      return
    }
    const lost = dropped
    dropped = 0
    if (lost > 0) options.onMended(lost)
  }

  function write(batch: Buffer): void {
    // Deleted by somebody: what is written to it would be seen by nobody.
    if (file !== null && fstatSync(file.fd).nlink === 0) closeFile()
    file ??= openFile(options)
    if (file.bytes > 0 && file.bytes + batch.length > maxFileBytes) {
      closeFile()
      rotate(options)
      file = openFile(options)
    }
    writeWhole(file, batch)
  }

  function lose(lines: number, error: Error): void {
    const isFirst = dropped === 0
    dropped += lines
    closeFile()
    if (isFirst) options.onFailed(error)
  }

  function closeFile(): void {
    if (file !== null) closeSync(file.fd)
    file = null
  }

  function close(): void {
    flush()
    closeFile()
  }

  return { append, flush, close }
}

/** Those that are there, oldest first. */
export function logFilePaths(folder: string): readonly string[] {
  return numbers(folder)
    .toSorted((a, b) => b - a)
    .map((number) => logFilePath(folder, number))
}

interface OpenFile {
  readonly fd: number
  bytes: number
}

function openFile({ folder, maxFiles }: LogFilesOptions): OpenFile {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  for (const number of numbers(folder)) {
    if (number >= maxFiles) rmSync(logFilePath(folder, number))
  }
  const fd = openSync(logFilePath(folder, 0), 'a+', 0o600)
  const file = { fd, bytes: fstatSync(fd).size }
  // A machine that lost its power may have left half a line.
  if (file.bytes > 0 && lastByte(file) !== newline) writeWhole(file, Buffer.from('\n'))
  return file
}

const newline = 0x0a

function lastByte({ fd, bytes }: OpenFile): number | undefined {
  const byte = Buffer.alloc(1)
  readSync(fd, byte, 0, 1, bytes - 1)
  return byte[0]
}

function writeWhole(file: OpenFile, batch: Buffer): void {
  let done = 0
  try {
    while (done < batch.length) done += writeSync(file.fd, batch, done)
  } catch (error) {
    // A full disk takes the first half of a line gladly.
    if (done > 0) ftruncateSync(file.fd, file.bytes)
    throw error
  }
  file.bytes += done
}

function rotate({ folder, maxFiles }: LogFilesOptions): void {
  for (const number of numbers(folder).toSorted((a, b) => b - a)) {
    if (number + 1 >= maxFiles) rmSync(logFilePath(folder, number))
    else renameSync(logFilePath(folder, number), logFilePath(folder, number + 1))
  }
}

function logFilePath(folder: string, number: number): string {
  return path.join(folder, number === 0 ? fileName : `${fileName}.${number}`)
}

function numbers(folder: string): readonly number[] {
  return namesIn(folder).flatMap((name) => {
    if (name === fileName) return [0]
    const [, number] = /^chat-stack\.log\.([1-9]\d{0,3})$/.exec(name) ?? []
    return number === undefined ? [] : [Number(number)]
  })
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
