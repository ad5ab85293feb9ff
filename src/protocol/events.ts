import * as z from 'zod/mini'
import { limits } from './limits.ts'
import { accountRoleSchema, idSchema, notifyLevelSchema, presenceStateSchema } from './values.ts'
import { messageViewSchema, quoteViewSchema, roomViewSchema } from './views.ts'

const durable = { room: idSchema, seq: z.int(), ts: z.int() }
/** A message that was there already, and its place. */
const changed = { ...durable, message_id: idSchema, n: z.int() }

/** [P-20] Durable events of a room: each takes the room's next `seq`, and comes back in `sync`. */
export const roomEvents = {
  message: messageViewSchema,
  /** `seq` and `ts` are those of the change; `message`, and `quote` in answers to it, are as at the time of sending. */
  message_edited: z.object({ ...changed, message: messageViewSchema, quote: quoteViewSchema }),
  message_deleted: z.object({ ...changed, message: messageViewSchema, quote: quoteViewSchema }),
  /** All of the message's reactions, as at the time of sending. */
  reaction: z.object({
    ...changed,
    user_id: idSchema,
    emoji: z.string(),
    on: z.boolean(),
    reactions: z.record(z.string(), z.array(idSchema)),
    reaction_counts: z.optional(z.record(z.string(), z.int())),
  }),
  /** `pinned`: whether the message is, at the time of sending. */
  pin: z.object({ ...changed, user_id: idSchema, on: z.boolean(), pinned: z.boolean() }),
  member_changed: z.object({
    ...durable,
    user_id: idSchema,
    username: z.string(),
    display_name: z.string(),
    change: z.enum(['joined', 'left', 'added', 'removed', 'renamed', 'muted', 'unmuted', 'role']),
    /** As at the time of sending, of one who is a member then. */
    role: z.optional(accountRoleSchema),
    muted: z.optional(z.boolean()),
    /** In the place, of those who look after it. */
    place_role: z.optional(accountRoleSchema),
    /** Who did it, where it was somebody else. */
    by: z.optional(idSchema),
  }),
  room_updated: z.object({ ...durable, name: z.string(), topic: z.string(), archived: z.boolean() }),
} as const

/** Events of one user, for all of the user's connections. Losing one is mended by the next snapshot. */
export const userEvents = {
  rooms_changed: z.object({
    ts: z.int(),
    /** A room the user is in now … */
    added: z.optional(roomViewSchema),
    /** … or one that the user is no longer in. */
    removed: z.optional(idSchema),
  }),
  notify_level: z.object({ ts: z.int(), room: idSchema, level: notifyLevelSchema }),
  profile_changed: z.object({
    ts: z.int(),
    username: z.string(),
    display_name: z.string(),
    role: accountRoleSchema,
  }),
  session_revoked: z.object({
    ts: z.int(),
    reason: z.enum(['logout', 'revoked', 'disabled', 'password', 'removed']),
  }),
} as const

/** [P-3] Events without `seq`; the server may drop them for a connection that reads slowly. */
export const ephemeralEvents = {
  read: z.object({ room: idSchema, ts: z.int(), n: z.int(), mentions: z.int() }),
  typing: z.object({ room: idSchema, ts: z.int(), user_id: idSchema, display_name: z.string() }),
  presence: z.object({ ts: z.int(), user_id: idSchema, state: presenceStateSchema }),
  draining: z.object({ ts: z.int() }),
} as const

/** The first frame on every connection, before anything is asked. */
export const helloSchema = z.object({
  protocols: z.array(z.int()),
  server: z.string(),
  heartbeatMs: z.int(),
  /** What came with the upgrade is being looked at: an `auth_response` follows unasked. */
  authenticating: z.optional(z.boolean()),
  limits: z.object({
    text_bytes: z.int(),
    image_bytes: z.int(),
    inline_image_bytes: z.int(),
    images_per_message: z.int(),
    password_characters: z.int(),
  }),
})

export const errorPayloadSchema = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean(),
  retry_after_ms: z.optional(z.int()),
  details: z.optional(z.array(z.object({ path: z.string(), expected: z.string() }))),
})
export type ErrorPayload = z.infer<typeof errorPayloadSchema>

export const events = { hello: helloSchema, ...roomEvents, ...userEvents, ...ephemeralEvents } as const

export type RoomEventType = keyof typeof roomEvents
export type UserEventType = keyof typeof userEvents
export type EphemeralEventType = keyof typeof ephemeralEvents
export type EventType = keyof typeof events
export type EventPayload<T extends EventType> = z.output<(typeof events)[T]>

export const protocolVersion = 1

/** What `hello` says of the limits, so that a client can refuse early and in its own words. */
export const announcedLimits: z.infer<typeof helloSchema>['limits'] = {
  text_bytes: limits.maxTextBytes,
  image_bytes: limits.maxImageBytes,
  inline_image_bytes: limits.maxInlineImageBytes,
  images_per_message: limits.maxImagesPerMessage,
  password_characters: limits.minPasswordCharacters,
}
