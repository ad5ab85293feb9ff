import type { ClientConfig } from '../protocol/http.ts'
import type { RequestPayload, RequestType, ResponsePayload } from '../protocol/requests.ts'
import type { ImageView } from '../protocol/views.ts'
import type { ChatEvents } from './chat-events.ts'
import type { ChatState, RoomMember } from './chat-state.ts'
import type { Clock } from './clock.ts'
import type { OutboxStore } from './outbox-store.ts'
import type { WebSocketConstructor } from './socket.ts'

export interface ChatClientOptions {
  /** Address of the WebSocket server. A browser may leave it out: `/client-config.json` names it. */
  url?: string
  /** Address of the HTTP server, for pictures and the page's session; a browser's own page by default. */
  httpUrl?: string
  /** A session's token, for programs; browsers have a cookie instead. */
  token?: string
  /** How this device is called in the list of sessions. */
  device?: string
  /** Where unsent messages live: IndexedDB in browsers, else memory. */
  outbox?: OutboxStore
  webSocket?: WebSocketConstructor
  fetch?: typeof fetch
  clock?: Clock
  /** From 0 to below 1. */
  random?: () => number
  /** Deadline of requests that name none; 15 s. */
  requestTimeoutMs?: number
  /** Messages of a room that are kept in memory; the rest is paged from the server. 1,000. */
  maxTimelineMessages?: number
}

export interface LoginCredentials {
  username: string
  password: string
}

export interface Registration {
  username: string
  password: string
  display_name?: string
  /** With the owner's claim alone. */
  place_name?: string
  /** An invite's secret or the owner's claim, from the address's fragment. */
  invite?: string
}

export interface RequestOptions {
  signal?: AbortSignal
  timeoutMs?: number
}

export interface SendOptions {
  /** Pictures that were uploaded already, as `uploadImage` returned them. */
  images?: readonly ImageView[]
  replyTo?: string
}

export interface UploadOptions {
  filename?: string
  signal?: AbortSignal
  /** From 0 to 1. */
  onProgress?: (fraction: number) => void
}

export interface ChatClient {
  /** What `/client-config.json` says; rejects with `ChatError` where no HTTP address is known or it cannot be reached. */
  loadConfig(options?: { signal?: AbortSignal }): Promise<ClientConfig>

  /** Connects, with what is known of an earlier log-in, and stays connected until `close`. Idempotent. */
  connect(): void
  /** Resolves when live; rejects with `ChatError` when the connection closes for good, or after `timeoutMs` (30 s). */
  whenLive(options?: RequestOptions): Promise<void>
  /** Connects and logs in; resolves when live, rejects with `ChatError` (invalid_credentials, rate_limited, …). */
  login(credentials: LoginCredentials): Promise<void>
  /** Likewise: username_taken, invite_required, invite_invalid, registration_closed, bad_request with details, … */
  register(registration: Registration): Promise<void>
  /** Ends the session, here and on the server; what was not sent is discarded. */
  logout(): Promise<void>
  /** Disconnects, and keeps session, state and outbox for the next `connect`. Idempotent. */
  close(): void

  getState(): ChatState
  /** Calls back after changes, at most once a microtask. The returned function takes the listener off. */
  subscribe(listener: () => void): () => void
  on<T extends keyof ChatEvents>(type: T, listener: (payload: ChatEvents[T]) => void): () => void

  /** Any request of the protocol, typed. Rejects with `ChatError`, or with the signal's reason. */
  request<T extends RequestType>(
    type: T,
    payload: RequestPayload<T>,
    options?: RequestOptions,
  ): Promise<ResponsePayload<T>>

  /**
   * Writes to the outbox, shows the message at once, and sends it as soon as there is a connection: exactly once, in the
   * order of the calls. Resolves to its `client_msg_id` when it is stored; how it fares is in the room's entries.
   */
  send(room: string, text: string, options?: SendOptions): Promise<string>
  /** Tries a failed message again. */
  retry(clientMessageId: string): Promise<void>
  /** Takes a message that is not sent out of the outbox. */
  discard(clientMessageId: string): Promise<void>

  /** Shows a room: loads its newest messages where there are none yet, now or once there is a connection. */
  openRoom(room: string): void
  /** One page further back; nothing where there is none, or one is on its way. */
  loadOlder(room: string): Promise<void>
  loadNewer(room: string): Promise<void>
  /** The messages around one of them, for a link to it. */
  showAround(room: string, n: number): Promise<void>
  /** Back to the newest, after paging far back. */
  showLatest(room: string): Promise<void>
  /** All members with their presence; kept current from then on. */
  loadMembers(room: string): Promise<readonly RoomMember[]>

  /** Marks as read up to `n`, or all. Shown at once, told to the server at most twice a second. */
  markRead(room: string, n?: number): void
  /** Tells the others that one is typing, at most once in 3 s. */
  typing(room: string): void
  /** Remembered, and said again after every reconnect. */
  setPresence(state: 'online' | 'away'): void

  /** Uploads one picture: over HTTP where its address is known, else (to 1 MiB) over the socket. */
  uploadImage(picture: Blob, options?: UploadOptions): Promise<ImageView>
}

export function createChatClient(_options: ChatClientOptions = {}): ChatClient {
  throw new Error('Expected an implementation')
}
