import type { RoomEventType } from '../protocol/events.ts'
import type { RoomView } from '../protocol/views.ts'
import type { Account } from './account.ts'
import type { CommandInput, CommandKind, CommandResult } from './commands.ts'
import type { QueryInput, QueryKind, QueryResult } from './queries.ts'

/**
 * The domain as the servers and the command line see it: asynchronous, whatever lies below.
 *
 * Rejections are `DomainError` for what was refused or cannot be done now (`unavailable`, `storage_full`),
 * and plain errors for bugs. Input is trusted: it was validated at the process's boundary.
 */
export interface Store {
  /**
   * One write. Writes that are asked for in one turn of the loop, or in the next, are committed together, in the order
   * in which they were asked, and settle after COMMIT; one that is refused does not spoil the others. Beyond the
   * bounded queue it rejects with `unavailable`.
   */
  execute<K extends CommandKind>(kind: K, input: CommandInput<K>): Promise<CommandResult<K>>

  /** A read of what is committed, in a thread of its own, so that it delays no commit. */
  read<K extends QueryKind>(
    kind: K,
    input: QueryInput<K>,
    options?: { signal?: AbortSignal },
  ): Promise<QueryResult<K>>

  /**
   * One consistent view of all that a user has. Every event that is not in it reaches the followers after it was
   * delivered here, and none before: whoever attaches to the feed in the continuation of this promise, misses nothing.
   * Resolves to `null` where the account is disabled or gone.
   */
  snapshot(userId: number): Promise<Snapshot | null>

  /**
   * All events committed from now on, by whichever process, each stream in `seq` order and all in commit order.
   * Those of a write are delivered before the write's promise settles. Idempotent stop.
   */
  follow(listener: (events: readonly StoredEvent[]) => void): () => void

  /** Commits what was asked for, then closes; everything asked later rejects. Idempotent. */
  close(): Promise<void>
}

export interface Snapshot {
  epoch: string
  placeName: string
  account: Account
  rooms: RoomView[]
}

/** An event with what the hub needs to route it, and the frame that clients get, encoded once. */
export type StoredEvent =
  | {
      stream: 'room'
      roomId: number
      seq: number
      type: Exclude<RoomEventType, 'member_changed' | 'room_updated'>
      frame: string
    }
  | {
      stream: 'room'
      roomId: number
      seq: number
      type: 'room_updated'
      /** As at the time of sending. */
      archived: boolean
      frame: string
    }
  | {
      stream: 'room'
      roomId: number
      seq: number
      type: 'member_changed'
      userId: number
      /** Whether the user is a member after this event; `null`: as before. */
      member: boolean | null
      /** Whether the user may only read there, as at the time of sending. */
      muted: boolean
      frame: string
    }
  | { stream: 'user'; userId: number; seq: number; type: 'profile_changed' | 'notify_level'; frame: string }
  | {
      stream: 'user'
      userId: number
      seq: number
      type: 'rooms_changed'
      roomId: number
      /** Whether a direct room is among the user's from now on; `null` where the room's own events say it. */
      shown: boolean | null
      frame: string
    }
  | {
      stream: 'user'
      userId: number
      seq: number
      type: 'session_revoked'
      /** `null`: all sessions of the user. */
      sessionId: number | null
      /** A session that survives where `sessionId` is `null`: the one that changed the password. */
      exceptSessionId: number | null
      frame: string
    }
