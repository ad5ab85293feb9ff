import type { LogFields } from '../../platform/log.ts'

import type { CommandInput, CommandKind } from '../commands.ts'
import type { DatabaseFault } from '../db/database-error.ts'
import type { QueryInput, QueryKind } from '../queries.ts'
import type { Snapshot, StoredEvent } from '../store.ts'
import type { AccountLimits, SessionLimits } from '../transaction.ts'
import type { Failure, Outcome } from './outcome.ts'

/** What a thread is started with. */
export interface ThreadSettings {
  databasePath: string
  sessionLimits: SessionLimits
  accountLimits: AccountLimits
}

export interface WriterSettings extends ThreadSettings {
  /** Whether events are read and handed over. */
  follow: boolean
  /** Where to go on following, for a thread that takes the place of one that ended; `null`: from now on. */
  afterGid: number | null
  /** How long events are kept; `null`: removing them is another store's work. */
  keepEventsMs: number | null
}

export interface PostedCommand {
  kind: CommandKind
  input: CommandInput<CommandKind>
}

export type ToWriter =
  | { type: 'batch'; nowMs: number; commands: readonly PostedCommand[]; snapshots: readonly number[] }
  | { type: 'close' }

export type FromWriter =
  | { type: 'opened'; gid: number }
  | Unusable
  | { type: 'events'; events: StoredEvent[]; gid: number }
  | ({ type: 'done' } & BatchResult)
  | { type: 'noticed'; level: 'info' | 'warn' | 'error'; event: string; fields: LogFields }
  | { type: 'closed' }

/** Events come first: they are delivered before anything settles. */
export interface BatchResult {
  events: StoredEvent[]
  gid: number
  outcomes: Outcome[]
  snapshots: (Snapshot | null)[] | Failure
}

export type ToReader =
  | { type: 'read'; id: number; nowMs: number; kind: QueryKind; input: QueryInput<QueryKind> }
  | { type: 'close' }

export type FromReader =
  | { type: 'opened' }
  | Unusable
  | { type: 'result'; id: number; outcome: Outcome }
  | { type: 'closed' }

/** The database cannot be opened; a `DatabaseError` in parts. */
export interface Unusable {
  type: 'unusable'
  fault: DatabaseFault | null
  message: string
}
