import Sqlite from 'better-sqlite3'
import { DomainError } from '../errors.ts'

/** Whether another connection holds a lock that this one needs; the same again may succeed in a moment. */
export function isBusy(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(BUSY|LOCKED)/.test(error.code)
}

/** Whether it is about the disk or the file, so that nothing of the transaction can be trusted to have happened. */
export function isStorageFailure(error: unknown): boolean {
  return (
    error instanceof Sqlite.SqliteError &&
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN|CORRUPT|NOTADB|PROTOCOL|BUSY|LOCKED|NOMEM|PERM|AUTH)/.test(
      error.code,
    )
  )
}

/** What clients are told of it: all of these are `retryable`, since the operator may mend them while we run. */
export function refusalOf(error: unknown): DomainError {
  return new DomainError(isOutOfSpace(error) ? 'storage_full' : 'unavailable', { cause: error })
}

/** SQLite says either of a disk without room, by where it noticed. */
export function isOutOfSpace(error: unknown): boolean {
  return error instanceof Sqlite.SqliteError && /^SQLITE_(FULL|IOERR)/.test(error.code)
}
