import { ChatError } from '../../client/errors.ts'
import type { Dictionary } from './dictionary.ts'

/** What a person is told of a failure. A code that this page is too old to know still gets a sentence. */
export function errorText(text: Dictionary, error: unknown): string {
  if (!(error instanceof ChatError)) return text.errorUnknown
  const sentences: Readonly<Record<string, string>> = text.errors
  const sentence = sentences[error.code] ?? text.errorUnknown
  if (error.code !== 'rate_limited' || error.retryAfterMs === undefined) return sentence
  return `${sentence} ${text.retryIn(Math.max(1, Math.ceil(error.retryAfterMs / 1000)))}`
}
