import type { Database } from 'better-sqlite3'
import type { AccountLimits } from './account-limits.ts'

/** How long a log-in lasts: without use, and in any case. */
export interface SessionLimits {
  idleMs: number
  maxMs: number
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
