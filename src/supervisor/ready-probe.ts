import type { Clock } from '../platform/clock.ts'

/** How a program that does not speak to us shows that it is ready. */
export type ReadyProbe = { readonly url: string } | { readonly afterMs: number }

const intervalMs = 100
const answerTimeoutMs = 1_000

/** Calls `onReady` once: when the address answers with 2xx, or after that time. Returns its end; no deadline of its own. */
export function startReadyProbe(probe: ReadyProbe, clock: Clock, onReady: () => void): () => void {
  if ('afterMs' in probe) return clock.after(probe.afterMs, onReady)
  const { url } = probe
  let isOver = false
  let cancel = () => {}

  async function ask(): Promise<void> {
    const isWell = await answersWell(url)
    if (isOver) return
    if (isWell) onReady()
    else cancel = clock.after(intervalMs, () => void ask())
  }

  void ask()
  return () => {
    isOver = true
    cancel()
  }
}

async function answersWell(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(answerTimeoutMs),
      headers: { connection: 'close' },
    })
    await response.body?.cancel()
    return response.ok
  } catch {
    // Not there yet: its deadline is the child's.
    return false
  }
}
