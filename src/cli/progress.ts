/** One line on standard error that says how far long work is; nothing where no person watches. */
export interface Progress {
  show(state: string): void
  /** Leaves no trace. Idempotent. */
  end(): void
}

const intervalMs = 100
// ECMA-48: back to the line's begin, and clear it.
const clearLine = '\r\u001b[K'

export function startProgress(
  label: string,
  out: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr,
): Progress {
  let shownAtMs = Number.NEGATIVE_INFINITY
  let isShown = false

  function show(state: string): void {
    const nowMs = performance.now()
    if (!out.isTTY || nowMs - shownAtMs < intervalMs) return
    shownAtMs = nowMs
    isShown = true
    out.write(`${clearLine}${label}: ${state}`)
  }

  function end(): void {
    if (isShown) out.write(clearLine)
    isShown = false
  }

  return { show, end }
}
