import type { ReplyFrame } from '../protocol/frames.ts'
import type { ClientConfig } from '../protocol/http.ts'
import type { RequestPayload, RequestType, ResponsePayload } from '../protocol/requests.ts'
import { type ChatEvents, createEmitter } from './chat-events.ts'
import type { ChatState, RoomMember } from './chat-state.ts'
import type { ConnectionState } from './connection-state.ts'
import { createConversation } from './conversation.ts'
import { createHttpApi } from './http.ts'
import { createLine } from './line.ts'
import { type ChatClientOptions, surroundingsOf } from './options.ts'
import type { RequestOptions } from './requests.ts'
import { createSender, type SendOptions } from './sender.ts'
import { createSignIn } from './sign-in.ts'
import { createStateStore } from './state-store.ts'
import { createUpload, type UploadImage } from './upload.ts'

// This file is the package's `./client`: what its users name is exported from here.
export type { ChatEvents } from './chat-events.ts'
export type {
  AccountState,
  ChatState,
  Delivery,
  OutgoingMessage,
  RoomMember,
  RoomState,
  TimelineEntry,
} from './chat-state.ts'
export type { ClosedReason, ConnectionState } from './connection-state.ts'
export { ChatError, type ChatErrorCode } from './errors.ts'
export type { UploadOptions } from './image-line.ts'
export type { ChatClientOptions } from './options.ts'
export { createMemoryOutboxStore, type OutboxEntry, type OutboxStore } from './outbox-store.ts'
export type { RequestOptions } from './requests.ts'
export type { SendOptions } from './sender.ts'

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

/** Those that the client does not keep to itself. */
export type PublicRequestType = Exclude<RequestType, 'auth_request' | 'sync'>

export interface ChatClient {
  /** What `/client-config.json` says; rejects with `ChatError` where no HTTP address is known or it cannot be reached. */
  readonly loadConfig: (options?: { signal?: AbortSignal }) => Promise<ClientConfig>

  /** Connects, with what is known of an earlier log-in, and stays connected until `close`. Idempotent. */
  readonly connect: () => void
  /** Resolves when live; rejects with `ChatError` when the connection closes for good, or after `timeoutMs` (30 s). */
  readonly whenLive: (options?: RequestOptions) => Promise<void>
  /** Connects and logs in; resolves when live, rejects with `ChatError` (invalid_credentials, rate_limited, …). */
  readonly login: (credentials: LoginCredentials) => Promise<void>
  /** Likewise: username_taken, invite_required, invite_invalid, registration_closed, bad_request with details, … */
  readonly register: (registration: Registration) => Promise<void>
  /** Ends the session, here and on the server; what was not sent is discarded. */
  readonly logout: () => Promise<void>
  /** Disconnects, and keeps session, state and outbox for the next `connect`. Idempotent. */
  readonly close: () => void

  readonly getState: () => ChatState
  /** Calls back after changes, at most once a microtask. The returned function takes the listener off. */
  readonly subscribe: (listener: () => void) => () => void
  readonly on: <T extends keyof ChatEvents>(type: T, listener: (payload: ChatEvents[T]) => void) => () => void

  /** Any request of the protocol, typed. Rejects with `ChatError`, or with the signal's reason. */
  readonly request: <T extends PublicRequestType>(
    type: T,
    payload: RequestPayload<T>,
    options?: RequestOptions,
  ) => Promise<ResponsePayload<T>>

  /**
   * Writes to the outbox, shows the message at once, and sends it as soon as there is a connection: exactly once, in the
   * order of the calls. Resolves to its `client_msg_id` when it is stored; how it fares is in the room's entries.
   */
  readonly send: (room: string, text: string, options?: SendOptions) => Promise<string>
  /** Tries a failed message again. */
  readonly retry: (clientMessageId: string) => Promise<void>
  /** Takes a message that is not sent out of the outbox. */
  readonly discard: (clientMessageId: string) => Promise<void>

  /** Shows a room: loads its newest messages where there are none yet, now or once there is a connection. */
  readonly openRoom: (room: string) => void
  /** One page further back; nothing where there is none, or one is on its way. */
  readonly loadOlder: (room: string) => Promise<void>
  readonly loadNewer: (room: string) => Promise<void>
  /** The messages around one of them, for a link to it. */
  readonly showAround: (room: string, n: number) => Promise<void>
  /** Back to the newest, after paging far back. */
  readonly showLatest: (room: string) => Promise<void>
  /** All members with their presence; kept current from then on. */
  readonly loadMembers: (room: string) => Promise<readonly RoomMember[]>

  /** Marks as read up to `n`, or all. Shown at once, told to the server at most twice a second. */
  readonly markRead: (room: string, n?: number) => void
  /** Tells the others that one is typing, at most once in 3 s. */
  readonly typing: (room: string) => void
  /** Remembered, and said again after every reconnect. */
  readonly setPresence: (state: 'online' | 'away') => void

  /**
   * Uploads one picture, in pieces beside the messages, which it does not delay. It waits for a connection, and goes on
   * after a cut where it was; it rejects with `ChatError` where the server refuses it or the connection is closed for good.
   */
  readonly uploadImage: UploadImage
}

export function createChatClient(options: ChatClientOptions = {}): ChatClient {
  const surroundings = surroundingsOf(options)
  const { clock, hasCookies } = surroundings
  const device = surroundings.device === undefined ? {} : { device: surroundings.device }
  const http = createHttpApi({ baseUrl: surroundings.httpUrl, fetch: surroundings.fetch })
  const store = createStateStore()
  const emitter = createEmitter<ChatEvents>()
  const answers = createEmitter<{ chunk: ReplyFrame }>()

  const line = createLine(surroundings, http, {
    onWelcome: (welcome) => conversation.welcome(welcome),
    onEvent: (frame) =>
      'upload_id' in frame.payload ? answers.emit('chunk', frame) : conversation.hear(frame),
    onChange,
    onToken: (token) => emitter.emit('token', { token }),
    onError: (error, during) => emitter.emit('error', { error, while: during }),
  })
  const { ask, isReady, connection } = line
  const conversation = createConversation({ surroundings, store, emitter, ask, isReady })
  const { outbox, paging, marks, typing, presence } = conversation
  const signIn = createSignIn({ line, http, emitter, conversation, clock, hasCookies })

  function onChange(state: ConnectionState): void {
    if (!isReady()) conversation.rest()
    if (state.name === 'closed' && state.reason !== 'idle') {
      line.session.forget()
      conversation.forget()
    }
    store.set({ connection: state })
    emitter.emit('connection', state)
  }

  return {
    loadConfig: ({ signal } = {}) => http.loadConfig(signal),
    connect: () => connection.dispatch({ type: 'connect' }),
    whenLive: signIn.whenLive,
    login: (credentials) => signIn.with({ action: 'login', ...credentials, ...device }),
    register: (registration) => signIn.with({ action: 'register', ...registration, ...device }),
    logout: signIn.out,
    close: () => connection.dispatch({ type: 'disconnect', reason: 'idle' }),
    getState: store.get,
    subscribe: store.subscribe,
    on: emitter.on,
    request: async (type, payload, options) => (await ask(type, payload, options)).payload as never,
    send: createSender({ store, outbox, limits: line.limits }),
    retry: outbox.retry,
    discard: outbox.discard,
    openRoom: paging.open,
    loadOlder: paging.loadOlder,
    loadNewer: paging.loadNewer,
    showAround: paging.showAround,
    showLatest: paging.showLatest,
    loadMembers: presence.loadMembers,
    markRead: marks.mark,
    typing: typing.tell,
    setPresence: presence.set,
    uploadImage: createUpload(
      {
        ...{ ask, clock, random: surroundings.random, whenLive: signIn.whenLive },
        send: (data) => connection.send(data),
        isLive: () => connection.state().name === 'live',
        onCut: (listener) => emitter.on('connection', ({ name }) => name === 'live' || listener()),
        onAnswer: (listener) => answers.on('chunk', listener),
      },
      line.limits,
    ),
  }
}
