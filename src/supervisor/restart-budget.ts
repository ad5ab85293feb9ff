export interface RestartBudget {
  readonly maxRestarts: number
  readonly windowMs: number
}

/**
 * OTP's restart intensity: a sliding window over the times of past crashes. Returns those that still count with the
 * new one, at most `maxRestarts + 1` of them, and whether they are more than the budget allows.
 */
export function recordCrash(
  crashes: readonly number[],
  nowMs: number,
  { maxRestarts, windowMs }: RestartBudget,
): { crashes: readonly number[]; isExhausted: boolean } {
  const recent = [...crashes.filter((crashedAtMs) => nowMs - crashedAtMs < windowMs), nowMs]
  return { crashes: recent.slice(-(maxRestarts + 1)), isExhausted: recent.length > maxRestarts }
}
