import type { ErrorCode, ErrorDetail } from '../../protocol/errors.ts'
import { DomainError } from '../errors.ts'

/** A result or a failure as it travels between threads: errors lose their class on the way, and their fields. */
export type Outcome =
  | { ok: true; value: unknown }
  | {
      ok: false
      refusal: { code: ErrorCode; message: string; retryAfterMs?: number; details?: readonly ErrorDetail[] }
    }
  | { ok: false; bug: { message: string; stack: string } }

export type Failure = Extract<Outcome, { ok: false }>

export function failure(error: unknown): Failure {
  if (error instanceof DomainError) {
    const { code, message, retryAfterMs, details } = error
    return {
      ok: false,
      refusal: {
        code,
        message,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
        ...(details === undefined ? {} : { details }),
      },
    }
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  return { ok: false, bug: { message, stack } }
}

export function errorOf(failed: Failure): Error {
  if ('refusal' in failed) return new DomainError(failed.refusal.code, failed.refusal)
  return Object.assign(new Error(failed.bug.message), { stack: failed.bug.stack })
}
