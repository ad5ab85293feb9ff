import type { ErrorCode, ErrorDetail } from '../protocol/errors.ts'
import type { ErrorPayload } from '../protocol/events.ts'

/** What can go wrong on this side of the wire, beside the server's own codes [P-50]. */
export type LocalErrorCode =
  /** No connection now, or it was cut before the answer came. */
  | 'disconnected'
  /** No answer within the deadline. */
  | 'timeout'
  /** The outbox holds as many messages as it may. */
  | 'outbox_full'
  /** The server said something that the protocol does not know. */
  | 'bad_reply'

export type ChatErrorCode = ErrorCode | LocalErrorCode

/** Every refusal of the client: a wire error, or one of this side. `retryable`: the same request may succeed later. */
export class ChatError extends Error {
  override readonly name = 'ChatError'
  readonly code: ChatErrorCode
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly details: readonly ErrorDetail[]

  constructor(
    code: ChatErrorCode,
    message: string,
    options: {
      retryable?: boolean | undefined
      retryAfterMs?: number | undefined
      details?: readonly ErrorDetail[] | undefined
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    this.retryAfterMs = options.retryAfterMs
    this.details = options.details ?? []
  }
}

export function fromWire(payload: ErrorPayload): ChatError {
  return new ChatError(payload.code as ErrorCode, payload.message, {
    retryable: payload.retryable,
    retryAfterMs: payload.retry_after_ms,
    details: payload.details,
  })
}

export function disconnected(cause?: unknown): ChatError {
  return new ChatError('disconnected', 'There is no connection.', {
    retryable: true,
    cause,
  })
}

export function timedOut(what: string): ChatError {
  return new ChatError('timeout', `The server did not answer ${what} in time.`, { retryable: true })
}
