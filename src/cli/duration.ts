import { ExitError, exitCodes } from '../platform/exit-codes.ts'

const unitsMs: Readonly<Record<string, number>> = {
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 7 * 86_400_000,
}
const maxDurationMs = 365 * 86_400_000

/** `30m`, `12h`, `7d`, `2w` in milliseconds, up to a year; `never` is `null`. */
export function parseDuration(text: string): number | null {
  if (text === 'never') return null
  const [, count = '', unit = ''] = /^([1-9]\d{0,5})([mhdw])$/.exec(text) ?? []
  const ms = Number(count) * (unitsMs[unit] ?? 0)
  if (ms > 0 && ms <= maxDurationMs) return ms
  throw new ExitError(
    exitCodes.usage,
    `Expected a time such as 30m, 12h, 7d or 2w, up to 365d, or never, got ${JSON.stringify(text)}.`,
  )
}
