import { type ErrorCode, type ErrorDetail, wireErrors } from '../protocol/errors.ts'

/** An expected refusal: each server maps it once, at its edge. Bugs are plain errors. */
export class DomainError extends Error {
  override readonly name = 'DomainError'
  readonly code: ErrorCode
  readonly retryAfterMs: number | undefined
  readonly details: readonly ErrorDetail[] | undefined

  constructor(
    code: ErrorCode,
    options: {
      message?: string
      retryAfterMs?: number
      details?: readonly ErrorDetail[]
      cause?: unknown
    } = {},
  ) {
    super(options.message ?? wireErrors[code].message, { cause: options.cause })
    this.code = code
    this.retryAfterMs = options.retryAfterMs
    this.details = options.details
  }
}
