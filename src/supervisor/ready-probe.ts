import http from 'node:http'
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

/** Resolves, never rejects: where nobody is there yet, the deadline is the child's. */
async function answersWell(url: string): Promise<boolean> {
  // `fetch` would be there as well, and 14 MB more in a process that is to stay small.
  const { get } = url.startsWith('https:') ? await import('node:https') : http
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(answerTimeoutMs)
    const request = get(url, { agent: false, signal }, (response) => {
      const { statusCode = 0 } = response
      response.destroy()
      resolve(statusCode >= 200 && statusCode < 300)
    })
    request.once('error', () => resolve(false))
  })
}
