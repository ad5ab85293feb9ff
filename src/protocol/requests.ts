import * as z from 'zod/mini'
import { errorCodes } from './errors.ts'
import { finishedUploadSchema, openedUploadSchema } from './image-upload.ts'
import { limits } from './limits.ts'
import { roomRequests } from './room-requests.ts'
import {
  accountRoleSchema,
  clientIdSchema,
  displayNameSchema,
  emojiSchema,
  idSchema,
  newPasswordSchema,
  passwordSchema,
  searchTextSchema,
  sha256Schema,
  textSchema,
  usernameSchema,
} from './values.ts'
import {
  inviteViewSchema,
  memberViewSchema,
  messageViewSchema,
  roomViewSchema,
  searchHitSchema,
  sessionViewSchema,
  userViewSchema,
} from './views.ts'

const page = z.int().check(z.gte(1))
const position = z.int().check(z.gte(0))
const status = z.enum(['success', 'error'])
const nothing = z.object({})
const cursor = z.optional(z.string().check(z.maxLength(128)))

/**
 * [P-11] `identifier` is another name for `username` at log-in. What a registration says of its own role or id
 * is ignored. `display_name` and `place_name` (the owner's claim alone) may come with a registration.
 */
const authRequest = z.discriminatedUnion('action', [
  z.object({
    action: z.literal('register'),
    username: usernameSchema,
    password: newPasswordSchema,
    display_name: z.optional(displayNameSchema),
    place_name: z.optional(displayNameSchema),
    invite: z.optional(z.string().check(z.maxLength(256))),
    device: z.optional(z.string().check(z.maxLength(limits.maxDeviceCharacters))),
  }),
  z.object({
    action: z.literal('login'),
    username: z.optional(z.string().check(z.maxLength(256))),
    identifier: z.optional(z.string().check(z.maxLength(256))),
    password: passwordSchema,
    device: z.optional(z.string().check(z.maxLength(limits.maxDeviceCharacters))),
  }),
  z.object({ action: z.literal('token'), token: z.string().check(z.maxLength(256)) }),
  z.object({ action: z.literal('cookie') }),
])

/** [P-12] After an error the connection may try again, within the rate limit. */
const authResponse = z.object({
  status,
  message: z.string(),
  code: z.optional(z.enum(errorCodes)),
  retry_after_ms: z.optional(z.int()),
  token: z.optional(z.string()),
  ticket: z.optional(z.string()),
  user_id: z.optional(idSchema),
  username: z.optional(z.string()),
  display_name: z.optional(z.string()),
  role: z.optional(accountRoleSchema),
  place_name: z.optional(z.string()),
  epoch: z.optional(z.string()),
  rooms: z.optional(z.array(roomViewSchema)),
})

const storedEvent = z.object({
  type: z.string(),
  payload: z.object({ room: idSchema, seq: z.int(), ts: z.int() }),
})

/**
 * What a client may ask. `payload` is the request's, `response` the payload of its answer, and `reply` the answer's type.
 * A request outside `beforeAuthentication` is answered with `unauthenticated` until the log-in succeeded.
 */
export const requests = {
  auth_request: {
    payload: authRequest,
    reply: 'auth_response',
    response: authResponse,
    beforeAuthentication: true,
  },
  health_check: {
    payload: nothing,
    reply: 'health_check_response',
    response: z.object({ status: z.enum(['ok', 'draining']) }),
    beforeAuthentication: true,
  },
  ping: { payload: nothing, reply: 'pong', response: nothing, beforeAuthentication: true },
  message: {
    payload: z.object({
      room: z.optional(idSchema),
      client_msg_id: z.optional(clientIdSchema),
      text: textSchema,
      image_ids: z.optional(z.array(idSchema).check(z.maxLength(limits.maxImagesPerMessage))),
      reply_to: z.optional(idSchema),
    }),
    reply: 'ack',
    response: z.object({
      message_id: idSchema,
      room: idSchema,
      client_msg_id: z.string(),
      seq: z.int(),
      n: z.int(),
      ts: z.int(),
      dup: z.optional(z.boolean()),
    }),
  },
  message_edit: {
    payload: z.object({ message_id: idSchema, text: textSchema, expect_version: page }),
    reply: 'ack',
    response: z.object({
      message_id: idSchema,
      room: idSchema,
      version: z.int(),
      edited_ts: z.optional(z.int()),
    }),
  },
  message_delete: {
    payload: z.object({ message_id: idSchema }),
    reply: 'ack',
    response: z.object({ message_id: idSchema, room: idSchema }),
  },
  react: {
    payload: z.object({ message_id: idSchema, emoji: emojiSchema, on: z.boolean() }),
    reply: 'ack',
    response: z.object({ message_id: idSchema, room: idSchema, emoji: z.string(), on: z.boolean() }),
  },
  pin: {
    payload: z.object({ message_id: idSchema, on: z.boolean() }),
    reply: 'ack',
    response: z.object({ message_id: idSchema, room: idSchema, on: z.boolean() }),
  },
  /** The newest message comes first. */
  pins: {
    payload: z.object({ room: idSchema, cursor }),
    reply: 'pins_response',
    response: z.object({
      room: idSchema,
      messages: z.array(messageViewSchema),
      cursor: z.optional(z.string()),
    }),
  },
  history: {
    payload: z.object({
      room: idSchema,
      before_n: z.optional(page),
      after_n: z.optional(position),
      around_n: z.optional(page),
      limit: z.optional(z.int().check(z.gte(1), z.lte(limits.maxHistoryMessages))),
    }),
    reply: 'history_response',
    response: z.object({ room: idSchema, messages: z.array(messageViewSchema), more: z.boolean() }),
  },
  /** Answered with `sync_reset` instead where the gap cannot be filled event by event [P-31]. */
  sync: {
    payload: z.object({ epoch: z.string().check(z.maxLength(64)), room: idSchema, from: position }),
    reply: 'sync_response',
    response: z.object({
      room: idSchema,
      from: z.int(),
      to: z.int(),
      events: z.array(storedEvent),
      more: z.boolean(),
    }),
  },
  /**
   * Newest first, of the user's rooms alone. `from`: a sender. `after` and `before`: ms since 1970, from and up to without.
   * With a `cursor` there may be more, also where nothing was found yet; without one there is not.
   */
  search: {
    payload: z.object({
      q: searchTextSchema,
      room: z.optional(idSchema),
      from: z.optional(idSchema),
      after: z.optional(position),
      before: z.optional(position),
      cursor: z.optional(z.string().check(z.maxLength(128))),
    }),
    reply: 'search_response',
    response: z.object({
      hits: z.array(searchHitSchema),
      cursor: z.optional(z.string()),
      /** Some messages are not in the index yet: the same search may find more in a moment. */
      indexing: z.optional(z.boolean()),
    }),
  },
  /** [P-22] Idempotent: a mark never moves back. Without `n`, everything there is. */
  read: {
    payload: z.object({ room: idSchema, n: position }),
    reply: 'ack',
    response: z.object({ room: idSchema, n: z.int(), mentions: z.int() }),
  },
  typing: { payload: z.object({ room: idSchema }), reply: 'ack', response: nothing },
  presence: { payload: z.object({ state: z.enum(['online', 'away']) }), reply: 'ack', response: nothing },
  ...roomRequests,
  members: {
    payload: z.object({ room: idSchema, cursor }),
    reply: 'members_response',
    response: z.object({
      room: idSchema,
      members: z.array(memberViewSchema),
      cursor: z.optional(z.string()),
    }),
  },
  /** People whose username or display name begins with `q`, at most 20. */
  users: {
    payload: z.object({ q: z.string().check(z.maxLength(64)) }),
    reply: 'users_response',
    response: z.object({ users: z.array(userViewSchema) }),
  },
  invite_create: {
    payload: z.object({
      expires_in_ms: z.optional(z.int().check(z.gte(60_000), z.lte(365 * 86_400_000))),
      max_uses: z.optional(z.int().check(z.gte(1), z.lte(10_000))),
    }),
    reply: 'ack',
    response: z.object({ invite: inviteViewSchema, secret: z.string() }),
  },
  profile_update: {
    payload: z.object({ display_name: displayNameSchema }),
    reply: 'ack',
    response: userViewSchema,
  },
  password_change: {
    payload: z.object({ current: passwordSchema, new: newPasswordSchema }),
    reply: 'ack',
    response: nothing,
  },
  session_list: {
    payload: nothing,
    reply: 'session_list_response',
    response: z.object({ sessions: z.array(sessionViewSchema) }),
  },
  session_revoke: {
    payload: z.object({ session_id: z.optional(idSchema), others: z.optional(z.literal(true)) }),
    reply: 'ack',
    /** How many ended. */
    response: z.object({ revoked: z.int() }),
  },
  logout: { payload: nothing, reply: 'ack', response: nothing },
  /** [P-70] `mime` is not believed, but one that is no picture's is refused before a byte of it comes. */
  image_upload: {
    payload: z.object({
      client_upload_id: clientIdSchema,
      mime: z.string().check(z.maxLength(128)),
      size: page,
      sha256: sha256Schema,
    }),
    reply: 'ack',
    response: z.union([openedUploadSchema, finishedUploadSchema]),
  },
  image_upload_cancel: {
    payload: z.object({ client_upload_id: clientIdSchema }),
    reply: 'ack',
    response: z.object({ client_upload_id: z.string() }),
  },
  /** The old clients' upload: base64 or a data URL. Larger pictures go by `image_upload`. */
  image_upload_request: {
    payload: z.object({ filename: z.string().check(z.maxLength(255)), image_data: z.string() }),
    reply: 'image_upload_response',
    response: z.object({
      status,
      message: z.string(),
      code: z.optional(z.enum(errorCodes)),
      image_id: z.optional(idSchema),
      image_path: z.optional(z.string()),
      thumb_path: z.optional(z.string()),
      width: z.optional(z.int()),
      height: z.optional(z.int()),
    }),
  },
} as const

export type RequestType = keyof typeof requests
export type RequestPayload<T extends RequestType> = z.output<(typeof requests)[T]['payload']>
export type ResponsePayload<T extends RequestType> = z.output<(typeof requests)[T]['response']>
export type ReplyType = (typeof requests)[RequestType]['reply'] | 'sync_reset' | 'error'

/** [P-31] The whole truth about a room, for a client that cannot be caught up event by event. */
export const syncResetSchema = z.object({
  room: idSchema,
  reason: z.enum(['epoch', 'ahead', 'gap', 'pruned']),
  epoch: z.string(),
  snapshot: z.object({ room: roomViewSchema, messages: z.array(messageViewSchema), more: z.boolean() }),
})
export type SyncReset = z.infer<typeof syncResetSchema>
