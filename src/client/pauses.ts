import type { Clock } from './clock.ts'

/** Waits between tries, which end early once trying makes no sense. */
export interface Pauses {
  readonly wait: (delayMs: number) => Promise<void>
  /** The connection is gone: nobody has to wait any more, and no timer keeps a program alive. */
  readonly endAll: () => void
}

export function createPauses(clock: Clock): Pauses {
  const ends = new Set<() => void>()
  return {
    wait: (delayMs) =>
      new Promise((resolve) => {
        const end = (): void => {
          cancel()
          ends.delete(end)
          resolve()
        }
        const cancel = clock.after(delayMs, end)
        ends.add(end)
      }),
    endAll: () => {
      for (const end of [...ends]) end()
    },
  }
}
