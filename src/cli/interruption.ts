import { ExitError, exitCodes } from '../platform/exit-codes.ts'

/** Aborted by Ctrl-C or SIGTERM, so that work which must leave nothing behind can clean up. To be called once. */
export function interruption(): AbortSignal {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => interrupted.abort(new ExitError(exitCodes.interrupted, '')))
  }
  return interrupted.signal
}
