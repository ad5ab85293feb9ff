import { DomainError } from '../../domain/errors.ts'
import { wireErrors } from '../../protocol/errors.ts'
import type { ErrorPayload } from '../../protocol/events.ts'
import { encodeJson, frameText } from '../../protocol/frames.ts'
import { textFrame } from './frame.ts'

/** Requests whose own response says `status: "error"`; all others are refused with an `error` frame [P-2]. */
const ownResponses = new Map([
  ['auth_request', 'auth_response'],
  ['image_upload_request', 'image_upload_response'],
])

/** Throws `rate_limited` where there are milliseconds to wait. */
export function refuseIfEarly(waitMs: number): void {
  if (waitMs > 0) throw new DomainError('rate_limited', { retryAfterMs: waitMs })
}

/** [P-50] The one place where a refusal becomes a frame. */
export function refusalFrame(
  error: DomainError,
  request: { type: string | undefined; id: string | undefined },
): Buffer {
  const ownResponse = ownResponses.get(request.type ?? '')
  if (ownResponse === undefined)
    return textFrame(frameText('error', encodeJson(errorPayload(error)), request.id))
  const payload = { status: 'error', code: error.code, message: fullMessage(error), ...retryAfter(error) }
  return textFrame(frameText(ownResponse, encodeJson(payload), request.id))
}

export function errorPayload(error: DomainError): ErrorPayload {
  return {
    code: error.code,
    message: error.message,
    retryable: wireErrors[error.code].retryable,
    ...retryAfter(error),
    ...(error.details !== undefined && { details: [...error.details] }),
  }
}

function retryAfter({ retryAfterMs }: DomainError): { retry_after_ms?: number } {
  return retryAfterMs === undefined ? {} : { retry_after_ms: Math.ceil(retryAfterMs) }
}

/** These responses have no field for details. */
function fullMessage({ message, details }: DomainError): string {
  if (details === undefined) return message
  return `${message} ${details.map(({ path, expected }) => `Expected ${expected} at ${path}.`).join(' ')}`
}
