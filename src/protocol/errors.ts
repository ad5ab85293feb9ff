/** [P-50] The wire's errors: what a person may be told, and whether the same request may succeed later. */
export const wireErrors = {
  bad_json: { retryable: false, message: 'The frame is not one JSON object.' },
  bad_request: { retryable: false, message: 'The request is not of the expected shape.' },
  unknown_type: { retryable: false, message: 'The server does not know this type of frame.' },
  unsupported_protocol: {
    retryable: false,
    message: 'The server does not speak this version of the protocol.',
  },
  unauthenticated: { retryable: false, message: 'Log in first.' },
  invalid_credentials: { retryable: false, message: 'Username and password do not match.' },
  account_disabled: { retryable: false, message: 'This account is disabled.' },
  username_taken: { retryable: false, message: 'This username, or one that looks like it, is taken.' },
  name_taken: { retryable: false, message: 'A room with this name, or one that looks like it, exists.' },
  invite_required: { retryable: false, message: 'An invite is needed to register here.' },
  invite_invalid: {
    retryable: false,
    message: 'This invite is used up, expired, revoked, or was never made.',
  },
  quota_exceeded: { retryable: false, message: 'The quota is used up.' },
  too_many_rooms: {
    retryable: false,
    message: 'That would be more rooms than one person may have here.',
  },
  registration_closed: {
    retryable: false,
    message: 'Nobody can register here; ask the owner for an account.',
  },
  forbidden: { retryable: false, message: 'You may not do this.' },
  not_found: { retryable: false, message: 'There is no such thing, or it is not yours to see.' },
  not_member: { retryable: false, message: 'You are not in this room.' },
  muted: { retryable: false, message: 'You are muted in this room.' },
  archived: { retryable: false, message: 'This room is archived; it can only be read.' },
  banned: { retryable: false, message: 'You are banned from this room.' },
  rate_limited: { retryable: true, message: 'Too fast; wait a moment.' },
  too_large: { retryable: false, message: 'This is larger than the server takes.' },
  unsupported_media: {
    retryable: false,
    message: 'This is not a picture the server can read: JPEG, PNG, WebP or GIF.',
  },
  idempotency_conflict: { retryable: false, message: 'This client_msg_id was used for another message.' },
  version_conflict: { retryable: false, message: 'Somebody changed it first.' },
  hash_mismatch: {
    retryable: true,
    message: 'What arrived is not what was announced; it has to be sent again.',
  },
  offset_mismatch: { retryable: true, message: 'The upload goes on at another offset.' },
  stream_closed: { retryable: false, message: 'The stream has ended.' },
  storage_full: { retryable: true, message: 'The server has no room left on its disk.' },
  unavailable: { retryable: true, message: 'The server cannot do this right now; try again soon.' },
  internal: { retryable: true, message: 'Something went wrong in the server; it has been logged.' },
} as const

export type ErrorCode = keyof typeof wireErrors

export const errorCodes = Object.keys(wireErrors) as [ErrorCode, ...ErrorCode[]]

/** One place where a request differs from its schema: `path` is dotted, `expected` is for people. */
export interface ErrorDetail {
  path: string
  expected: string
}
