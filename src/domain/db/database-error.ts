export type DatabaseFault =
  | 'missing'
  | 'no_permission'
  | 'not_a_database'
  | 'damaged'
  | 'schema_newer'
  | 'schema_older'
  | 'network_file_system'
  | 'sqlite_unsuitable'
  | 'locked'
  | 'unreadable'

/** Another try with the same files and settings ends the same way (sysexits: EX_CONFIG). */
const settingsAreWrong = 78
/** EX_TEMPFAIL: somebody else holds it, or the disk is full. */
const tryAgain = 75

const exitCodes: Record<DatabaseFault, number> = {
  missing: settingsAreWrong,
  no_permission: settingsAreWrong,
  not_a_database: settingsAreWrong,
  damaged: settingsAreWrong,
  schema_newer: settingsAreWrong,
  schema_older: settingsAreWrong,
  network_file_system: settingsAreWrong,
  sqlite_unsuitable: settingsAreWrong,
  locked: tryAgain,
  unreadable: tryAgain,
}

/** Why the database cannot be used; the message is for the operator and says what to do. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
  readonly fault: DatabaseFault

  constructor(fault: DatabaseFault, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.fault = fault
  }

  /** What a program that cannot go on without the database ends with. */
  get exitCode(): number {
    return exitCodes[this.fault]
  }
}
