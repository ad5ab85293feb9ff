import type { $ZodIssue } from 'zod/v4/core'
import { DomainError } from '../../domain/errors.ts'
import type { ErrorDetail } from '../../protocol/errors.ts'
import { type RequestPayload, type RequestType, requests } from '../../protocol/requests.ts'

const maxDetails = 8

/** Reads a payload by its schema; what the schema does not know is left out. Throws `bad_request`. */
export function readPayload<T extends RequestType>(type: T, payload: object): RequestPayload<T> {
  const result = requests[type].payload.safeParse(payload)
  if (result.success) return result.data as RequestPayload<T>
  throw new DomainError('bad_request', { details: result.error.issues.slice(0, maxDetails).map(detailOf) })
}

function detailOf(issue: $ZodIssue): ErrorDetail {
  return { path: ['payload', ...issue.path].join('.'), expected: expectationOf(issue) }
}

/** What would have been right, in words; a value is never repeated, since it may be a password. */
function expectationOf(issue: $ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `a value of type ${issue.expected}`
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `at most ${issue.maximum}`
    case 'too_small':
      return `at least ${issue.minimum}`
    case 'invalid_union':
      return 'one of the known forms'
    default:
      return issue.message
  }
}
