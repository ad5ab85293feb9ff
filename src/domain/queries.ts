import type { Json } from '../protocol/frames.ts'
import type { ResponsePayload, SyncReset } from '../protocol/requests.ts'
import type { NamedRoomKind } from '../protocol/values.ts'
import type { ImageView, InviteView, MemberView, OpenRoomView, UserView } from '../protocol/views.ts'
import type { Account } from './account.ts'
import type { ActAction } from './act-action.ts'
import type { UploadClaim } from './commands.ts'

/** What can be asked. Whoever asks for something that is not theirs gets `not_found`, or `not_member` of an open room. */
export interface Queries {
  /** Whether an owner exists, and how the place is called. */
  place: { input: Record<string, never>; result: { claimed: boolean; placeName: string; epoch: string } }
  /** Throws where the database cannot be read; the readiness probe. */
  ping: { input: Record<string, never>; result: { schemaVersion: number } }

  /** For a log-in. The caller compares the hash, also where there is none [P-13]. */
  credentials: { input: { username: string }; result: { account: Account; passwordHash: string } | null }
  account_by_id: { input: { accountId: number }; result: Account | null }
  account_by_username: { input: { username: string }; result: Account | null }
  accounts: { input: Record<string, never>; result: Account[] }
  /** The live session that a token or cookie belongs to: not expired, not revoked, its account enabled. */
  session_by_token: {
    input: { token: string }
    result: { sessionId: number; account: Account; expiresAtMs: number; dueForTouch: boolean } | null
  }
  sessions: {
    input: { accountId: number }
    result: {
      sessionId: number
      device: string
      createdAtMs: number
      lastSeenAtMs: number
      expiresAtMs: number
    }[]
  }

  /** Encoded payload of `history_response`. */
  history: {
    input: {
      accountId: number
      roomId: number
      at: { beforeN: number } | { afterN: number } | { aroundN: number } | 'latest'
      limit: number
    }
    result: Json<ResponsePayload<'history'>>
  }
  /** Encoded payload of `sync_response`, or of `sync_reset` where events cannot fill the gap [P-31]. */
  sync: {
    input: { accountId: number; epoch: string; roomId: number; from: number }
    result: { reset: false; json: Json<ResponsePayload<'sync'>> } | { reset: true; json: Json<SyncReset> }
  }
  /**
   * One look for messages of the user's rooms with all that `q` asks for, newest first: it ends at `limit` hits, at `maxBytes`,
   * or when it has kept the thread for some 12 ms, and says below which id to go on; `null`: there is nothing more.
   */
  search: {
    input: {
      accountId: number
      q: string
      roomId: number | null
      senderId: number | null
      beforeMs: number | null
      afterMs: number | null
      belowId: number | null
      limit: number
      maxBytes: number
    }
    result: {
      hits: Json<ResponsePayload<'search'>['hits'][number]>[]
      belowId: number | null
      /** There is a hit that did not fit any more. */
      isFull: boolean
      /** Whether there are messages that the index does not know yet. */
      isBehind: boolean
    }
  }
  /** How many messages there are, and how many of them the index does not know yet: new and edited ones, and old ones. */
  search_state: {
    input: Record<string, never>
    result: { messages: number; newLeft: number; oldLeft: number }
  }
  open_rooms: {
    input: { accountId: number; cursor: string | null }
    result: { rooms: OpenRoomView[]; cursor: string | null }
  }
  members: {
    input: { accountId: number; roomId: number; cursor: string | null }
    result: { members: Omit<MemberView, 'presence'>[]; cursor: string | null }
  }
  /** For those who may end a ban; others are refused with forbidden. */
  room_bans: {
    input: { accountId: number; roomId: number; cursor: string | null }
    result: { users: UserView[]; cursor: string | null }
  }
  /** Encoded payload of `pins_response`. */
  pins: {
    input: { accountId: number; roomId: number; cursor: string | null }
    result: Json<ResponsePayload<'pins'>>
  }
  users: { input: { q: string }; result: UserView[] }

  /** Every room that has a name, private and archived ones too: for the operator alone. */
  all_rooms: {
    input: Record<string, never>
    result: {
      id: number
      kind: NamedRoomKind
      name: string
      topic: string
      isDefault: boolean
      archivedAtMs: number | null
      members: number
      lastN: number
      createdAtMs: number
    }[]
  }
  /** What was done to a room and the people in it, newest first: for the operator. */
  room_audit: {
    input: { roomId: number; limit: number }
    result: {
      atMs: number
      action: ActAction
      /** `null`: the operator. */
      actor: string | null
      target: string | null
      detail: string | null
    }[]
  }
  /** Those that still let somebody in, without their secrets, which nobody has. */
  invites: { input: Record<string, never>; result: InviteView[] }

  /**
   * A picture's (or its thumbnail's) row, if the user may see it: its owner, and members of a room with an undeleted
   * message that shows it. `null` otherwise, and for a name that is no row's.
   */
  image_by_filename: {
    input: { accountId: number; filename: string }
    result: { imageId: number; bytes: number } | null
  }
  /** [P-70] What an upload became that is finished; `null` where it is not. Refused with idempotency_conflict. */
  finished_upload: { input: { accountId: number; claim: UploadClaim }; result: ImageView | null }
  /** What a user's pictures take, in bytes. */
  image_bytes: { input: { accountId: number }; result: number }
  /** Those of the names that a picture's row has, as picture or thumbnail; the rest are files that a crash left. At most 1,000. */
  known_filenames: { input: { filenames: readonly string[] }; result: string[] }
}

export type QueryKind = keyof Queries
export type QueryInput<K extends QueryKind> = Queries[K]['input']
export type QueryResult<K extends QueryKind> = Queries[K]['result']
