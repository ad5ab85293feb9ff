import type { AccountRole, PresenceState } from '../protocol/values.ts'
import type { ImageView, MemberView, MessageView, RoomView } from '../protocol/views.ts'
import type { ConnectionState } from './connection-state.ts'
import type { ChatError } from './errors.ts'

/** All that a screen needs, immutable: what did not change keeps its identity from one state to the next. */
export interface ChatState {
  readonly connection: ConnectionState
  /** Who is logged in; kept while the connection is away, `null` once signed out. */
  readonly account: AccountState | null
  /** How the operator calls this place; empty until the first log-in. */
  readonly placeName: string
  /** The rooms one is a member of, by id, in the server's order. */
  readonly rooms: ReadonlyMap<string, RoomState>
  /** What is known of who is here, by user id; who is missing is not known to be here. */
  readonly presence: ReadonlyMap<string, PresenceState>
}

export interface AccountState {
  readonly user_id: string
  readonly username: string
  readonly display_name: string
  readonly role: AccountRole
}

export interface RoomState {
  /** The room as its server sees it, kept current by the room's events. */
  readonly room: RoomView
  /** `last_n - last_read_n` [P-20]. */
  readonly unread: number
  /** Oldest first, without gaps; what waits to be sent comes last. */
  readonly entries: readonly TimelineEntry[]
  /** Whether `loadOlder` would bring something. */
  readonly hasOlder: boolean
  /** Whether there are messages after the last one here, since one paged far back: `loadNewer`, `showLatest`. */
  readonly hasNewer: boolean
  /** A page of history is on its way. */
  readonly isLoading: boolean
  /** What was missed is being fetched; the last entries may not be the newest yet. */
  readonly isCatchingUp: boolean
  /** By `loadMembers`, then kept current; `null` until then. */
  readonly members: readonly RoomMember[] | null
  /** Who is typing now, oneself excepted. */
  readonly typing: readonly Typist[]
}

/** Whether a member is here is in `ChatState.presence`. */
export type RoomMember = Omit<MemberView, 'presence'>

export interface Typist {
  readonly user_id: string
  readonly display_name: string
}

/** One line of a room's conversation. `key` stays the same while a message goes from waiting to sent. */
export type TimelineEntry =
  | { readonly kind: 'message'; readonly key: string; readonly message: MessageView }
  | { readonly kind: 'outgoing'; readonly key: string; readonly message: OutgoingMessage }

/** A message on its way. It is in the outbox, which outlives a reload, until the server has acked it. */
export interface OutgoingMessage {
  readonly room: string
  readonly client_msg_id: string
  readonly text: string
  readonly images: readonly ImageView[]
  readonly reply_to?: string
  /** When it was written, by this machine's clock; ms since 1970. */
  readonly ts: number
  readonly delivery: Delivery
}

export type Delivery =
  | { readonly name: 'waiting' }
  /** Acked; its event has not come round yet. */
  | { readonly name: 'sent'; readonly n: number }
  /** Refused for good; `retry` or `discard` it. */
  | { readonly name: 'failed'; readonly error: ChatError }
