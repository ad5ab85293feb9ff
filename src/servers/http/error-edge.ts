import type { ErrorRequestHandler, Response } from 'express'
import { DomainError } from '../../domain/errors.ts'
import type { Log } from '../../platform/log.ts'
import { type ErrorCode, wireErrors } from '../../protocol/errors.ts'
import type { ErrorPayload } from '../../protocol/events.ts'
import { httpStatus } from './http-status.ts'

/** The one place where an error becomes an answer: refusals as they are, everything else logged and called internal. */
export function errorEdge(log: Log): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const refusal = asRefusal(error)
    if (refusal === null && !response.closed) {
      log.error('request_failed', { error, requestId: response.locals['requestId'], path: request.path })
    }
    // Half an answer cannot be taken back; cutting it short is how the client learns.
    if (response.headersSent || response.closed) response.destroy()
    else sendError(response, refusal ?? new DomainError('internal'))
  }
}

export function sendError(response: Response, error: DomainError, status = httpStatus[error.code]): void {
  if (error.retryAfterMs !== undefined) {
    response.set('Retry-After', String(Math.ceil(error.retryAfterMs / 1000)))
  }
  response
    .set('Cache-Control', 'no-store')
    .status(status)
    .json({ error: payloadOf(error) })
}

function payloadOf({ code, message, retryAfterMs, details }: DomainError): ErrorPayload {
  return {
    code,
    message,
    retryable: wireErrors[code].retryable,
    ...(retryAfterMs !== undefined && { retry_after_ms: retryAfterMs }),
    ...(details !== undefined && { details: [...details] }),
  }
}

/** Express and its parsers say by a status of 400 to 499 that the request is at fault. */
function asRefusal(error: unknown): DomainError | null {
  if (error instanceof DomainError) return error.code === 'internal' ? null : error
  if (!(error instanceof Error) || !('status' in error)) return null
  const { status } = error
  if (typeof status !== 'number' || status < 400 || status > 499) return null
  return new DomainError(codeOf(status), { cause: error })
}

function codeOf(status: number): ErrorCode {
  if (status === 413) return 'too_large'
  if (status === 415) return 'unsupported_media'
  return 'bad_request'
}
