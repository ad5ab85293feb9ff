const newline = 0x0a

export interface LineSplitter {
  push(chunk: Buffer): string[]
  /** What came after the last newline. */
  end(): string[]
  /** A piece of the stream is missing: the line it was in cannot be told. */
  lose(): void
}

/** Cuts a byte stream into lines; one that is longer than `maxLineBytes` ends in `…`, and its rest is skipped. */
export function createLineSplitter({ maxLineBytes }: { maxLineBytes: number }): LineSplitter {
  let pending: Buffer[] = []
  let pendingBytes = 0
  let isSkipping = false

  function push(chunk: Buffer): string[] {
    const lines: string[] = []
    let from = 0
    for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, from)) {
      append(chunk.subarray(from, at), lines)
      if (!isSkipping) lines.push(take())
      isSkipping = false
      from = at + 1
    }
    append(chunk.subarray(from), lines)
    return lines
  }

  function append(piece: Buffer, lines: string[]): void {
    if (isSkipping || piece.length === 0) return
    const room = maxLineBytes - pendingBytes
    pending.push(piece.subarray(0, room))
    pendingBytes += Math.min(piece.length, room)
    if (piece.length <= room) return
    lines.push(`${take()}…`)
    isSkipping = true
  }

  function take(): string {
    // A subarray would keep its whole chunk alive; the string does not.
    const line = Buffer.concat(pending).toString('utf8')
    pending = []
    pendingBytes = 0
    return line.endsWith('\r') ? line.slice(0, -1) : line
  }

  function end(): string[] {
    return pendingBytes > 0 ? [take()] : []
  }

  function lose(): void {
    take()
    isSkipping = true
  }

  return { push, end, lose }
}
