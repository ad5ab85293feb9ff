import { setTimeout as wait } from 'node:timers/promises'

/** A terminal's window, or whatever else standard output is. */
export interface WatchOutput {
  readonly isTTY: boolean
  readonly rows: number
  write(text: string): unknown
}

export interface WatchOptions {
  readonly read: () => Promise<readonly string[]>
  readonly out: WatchOutput
  readonly intervalMs: number
  readonly signal: AbortSignal
}

// What a terminal is told (ECMA-48, and xterm's private modes).
const begin = '\u001b[?1049h\u001b[?25l\u001b[?7l'
const end = '\u001b[?7h\u001b[?25h\u001b[?1049l'
const home = '\u001b[H'
const clearLine = '\u001b[K'
const clearBelow = '\u001b[J'

const standardOutput: WatchOutput = {
  isTTY: process.stdout.isTTY,
  // Asked each time: windows are resized. Some terminals do not know, and say 0.
  get rows() {
    return process.stdout.rows || 24
  },
  write: (text) => process.stdout.write(text),
}

/** Once a second: redrawn on a terminal, block after block elsewhere. Ctrl-C leaves the last of it. */
export async function watchUntilInterrupted(read: () => Promise<readonly string[]>): Promise<void> {
  const interrupted = new AbortController()
  const interrupt = () => interrupted.abort()
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  try {
    await watch({ read, out: standardOutput, intervalMs: 1_000, signal: interrupted.signal })
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
  }
}

/** Resolves when the signal says so. A read that fails is shown as what it says. */
export async function watch({ read, out, intervalMs, signal }: WatchOptions): Promise<void> {
  let lines: readonly string[] = []
  if (out.isTTY) out.write(begin)
  try {
    while (!signal.aborted) {
      lines = await read().catch((error: Error) => [error.message])
      if (signal.aborted) break
      out.write(out.isTTY ? screen(lines, out.rows) : block(lines))
      // Rejects at the signal alone.
      await wait(intervalMs, undefined, { signal }).catch(() => {})
    }
  } finally {
    if (out.isTTY) out.write(`${end}${lines.join('\n')}\n`)
  }
}

/** Overwritten line by line, which does not flicker as an empty screen in between would. */
function screen(lines: readonly string[], rows: number): string {
  const shown = lines.slice(0, rows - 1).map((line) => `${line}${clearLine}\n`)
  return `${home}${shown.join('')}${clearBelow}`
}

/** What has one line is for programs; people see where a block ends. */
function block(lines: readonly string[]): string {
  return `${lines.join('\n')}\n${lines.length > 1 ? '\n' : ''}`
}
