const replacement = '[redacted]'

const secretKeys =
  /pass(word|phrase)?$|secret|token|ticket|cookie|authorization|credential|api[-_]?key|claim/i

/** What follows one of these words is a secret, whatever it looks like. */
const announced =
  /\b(bearer|basic|password|passwd|secret|token|ticket|claim|api[-_]?key)(["']?\s*[:=]\s*["']?|\s+)([^\s"'&,;]+)/gi

/** Headers whose whole value is secret: a scheme and what follows it, a list of cookies. */
const headers = /\b(authorization|cookie)(["']?\s*[:=]\s*["']?)[^"'\n]+/gi

/** Long runs of what tokens are made of: base64url, and hexadecimal. Words and names have no such mixture. */
const longRuns = /[A-Za-z0-9_-]{32,}/g
const parts = [/[a-z]/, /[A-Z]/, /\d/]

/** A copy without what looks like a secret, by the name of its key or by its shape. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      secretKeys.test(key) && part !== null ? replacement : redact(part),
    ]),
  )
}

export function redactText(text: string): string {
  return text
    .replace(headers, `$1$2${replacement}`)
    .replace(
      announced,
      (_, word: string, between: string, secret: string) =>
        `${word}${between}${isPlainWord(between, secret) ? secret : replacement}`,
    )
    .replace(longRuns, (run) => (isToken(run) ? replacement : run))
}

/** `token expired` is prose, `token: x` is not. */
function isPlainWord(between: string, secret: string): boolean {
  return between.trim() === '' && /^[a-z]+[.:]?$/i.test(secret)
}

function isToken(run: string): boolean {
  return /^[0-9a-f]+$/i.test(run) || parts.every((part) => part.test(run))
}
