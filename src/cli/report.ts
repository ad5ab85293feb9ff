import { BackupError } from '../domain/backup/backup-error.ts'
import { DatabaseError } from '../domain/db/database-error.ts'
import { DomainError } from '../domain/errors.ts'
import { ExitError, exitCodes } from '../platform/exit-codes.ts'
import { dim, red } from './style.ts'

/**
 * Says on standard error what went wrong, in one red line, and what to do next, in a dim one; returns the exit code.
 * Errors that nobody foresaw keep their stack: it is what a bug report needs.
 */
export function report(error: unknown): number {
  const { what, next, exitCode } = explain(error)
  const [first = '', ...more] = what.split('\n')
  const lines = [red(`chat-stack: ${first}`), ...more, ...(next === undefined ? [] : [dim(next)])]
  if (what !== '') process.stderr.write(`${lines.join('\n')}\n`)
  return exitCode
}

interface Explanation {
  readonly what: string
  readonly next?: string | undefined
  readonly exitCode: number
}

const nextForErrno: Readonly<Record<string, string>> = {
  EACCES: 'Run this as the user that owns the data, or give this user the right to it.',
  EPERM: 'Run this as the user that owns the data, or give this user the right to it.',
  EROFS: 'The file system is mounted read-only; choose another folder in the config.',
  ENOSPC: 'Make room on the disk, then run this again.',
}

/** The same, for whoever says it elsewhere. */
export function explain(error: unknown): Explanation {
  if (!(error instanceof Error)) return { what: `Unexpected: ${String(error)}`, exitCode: exitCodes.error }
  const { message: what } = error
  if (error instanceof ExitError) return { what, next: error.next, exitCode: error.exitCode }
  if (error instanceof DatabaseError) return { what, exitCode: error.exitCode }
  if (error instanceof BackupError || error instanceof DomainError) return { what, exitCode: exitCodes.error }
  const { code = '' } = error as NodeJS.ErrnoException
  const next = nextForErrno[code]
  if (next !== undefined) return { what, next, exitCode: exitCodes.error }
  return {
    what: `Unexpected: ${error.stack ?? what}`,
    next: 'This is a bug; please report it.',
    exitCode: exitCodes.error,
  }
}
