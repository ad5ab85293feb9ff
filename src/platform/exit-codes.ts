/** How a program of ours ends, in the words of sysexits.h where it has them. */
export const exitCodes = {
  clean: 0,
  error: 1,
  usage: 2,
  notRunning: 3,
  /** EX_UNAVAILABLE: somebody else has the port. */
  portTaken: 69,
  /** EX_SOFTWARE: a child failed too often, and `onGiveUp` is `exit`. */
  gaveUp: 70,
  /** EX_TEMPFAIL: another supervisor runs this stack. */
  alreadyRunning: 75,
  /** EX_CONFIG: no other try will help before a person has changed something. */
  badConfig: 78,
  /** As shells report a program that SIGINT ended. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A failure that a person can act on: the message says what is wrong, `next` what to do, the code ends the process. */
export class ExitError extends Error {
  override readonly name = 'ExitError'
  readonly exitCode: ExitCode
  readonly next: string | undefined

  constructor(
    exitCode: ExitCode,
    message: string,
    options: { next?: string | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.exitCode = exitCode
    this.next = options.next
  }
}
