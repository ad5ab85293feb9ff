import type { Database } from 'better-sqlite3'

/** How long a log-in lasts: without use, and in any case. */
export interface SessionLimits {
  idleMs: number
  maxMs: number
}

/** [P-65] How much of the place one account may take. */
export interface AccountLimits {
  /** Rooms that one is in; direct ones come by themselves, and do not count. */
  readonly roomsPerUser: number
  /** Rooms that one has made, whatever has become of them. */
  readonly madeRoomsPerUser: number
  /** Direct rooms that one was the first to open. */
  readonly directRoomsPerUser: number
  /** Log-ins at the same time. */
  readonly sessionsPerUser: number
}

/** Enough to read what is there. */
export interface Connection {
  db: Database
}

/** What a command or query works on. Everything in it happens at one moment, or not at all. */
export interface Transaction extends Connection {
  /** The clock is read where the request is made, once for all that is committed together. */
  nowMs: number
  sessionLimits: SessionLimits
  accountLimits: AccountLimits
}
