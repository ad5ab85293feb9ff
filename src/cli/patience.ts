import type { Clock } from '../platform/clock.ts'

/** Who waits for so long wonders whether anything happens. */
const quietMs = 3_000
const repeatMs = 10_000

export interface PatienceOptions {
  readonly clock: Clock
  readonly say: (line: string) => void
}

/** Waits, and says what for when it takes long: a start that is silent looks like one that hangs. */
export async function patiently<Result>(
  what: string,
  wait: Promise<Result>,
  { clock, say }: PatienceOptions,
): Promise<Result> {
  const startedAtMs = clock.monotonicMs()
  let cancel = clock.after(quietMs, remind)

  function remind(): void {
    const seconds = Math.round((clock.monotonicMs() - startedAtMs) / 1_000)
    say(`Still waiting, for ${seconds} s now: ${what}…`)
    cancel = clock.after(repeatMs, remind)
  }

  try {
    return await wait
  } finally {
    cancel()
  }
}
