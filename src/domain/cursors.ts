import { DomainError } from './errors.ts'

/** A page goes on behind the row with this id. Throws `bad_request` for a cursor that we did not give. */
export function cursorId(cursor: string): number {
  if (/^[1-9][0-9]{0,15}$/.test(cursor)) return Number(cursor)
  throw new DomainError('bad_request', {
    details: [{ path: 'cursor', expected: 'a cursor that the server gave' }],
  })
}
