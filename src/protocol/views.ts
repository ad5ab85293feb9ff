import * as z from 'zod/mini'
import {
  accountRoleSchema,
  idSchema,
  notifyLevelSchema,
  presenceStateSchema,
  roomKindSchema,
} from './values.ts'

/** A picture as clients see it. Both addresses are paths on the HTTP server; sizes are in pixels. */
export const imageViewSchema = z.object({
  image_id: idSchema,
  url: z.string(),
  thumb_url: z.string(),
  width: z.int(),
  height: z.int(),
})
export type ImageView = z.infer<typeof imageViewSchema>

/** A message that is answered, as it is at the time of sending: what was deleted is not quoted either. */
export const quoteViewSchema = z.object({
  message_id: idSchema,
  /** Its place in the room, for whoever wants to go there. */
  n: z.int(),
  sender_name: z.string(),
  /** Its first 200 characters. */
  text: z.string(),
  has_image: z.boolean(),
  /** Of its first picture. */
  thumb_url: z.optional(z.string()),
  deleted: z.optional(z.boolean()),
})
export type QuoteView = z.infer<typeof quoteViewSchema>

/** A message has one shape everywhere: as an event, in history, in a reset. */
export const messageViewSchema = z.object({
  message_id: idSchema,
  room: idSchema,
  seq: z.int(),
  n: z.int(),
  ts: z.int(),
  sender_id: idSchema,
  sender_name: z.string(),
  client_msg_id: z.string(),
  text: z.string(),
  images: z.array(imageViewSchema),
  reply_to: z.optional(idSchema),
  reply: z.optional(quoteViewSchema),
  /** The members whom it names, and whether it names `@room`; without either it names nobody. */
  mentions: z.optional(z.array(idSchema)),
  mentions_room: z.optional(z.boolean()),
  /** By emoji, in the order of their first use: who reacted so, the first fifty of them. */
  reactions: z.optional(z.record(z.string(), z.array(idSchema))),
  /** How many they are, of those emoji that more than fifty people used. */
  reaction_counts: z.optional(z.record(z.string(), z.int())),
  version: z.int(),
  edited_ts: z.optional(z.int()),
  deleted: z.optional(z.boolean()),
  pinned: z.optional(z.boolean()),
})
export type MessageView = z.infer<typeof messageViewSchema>

export const userViewSchema = z.object({
  user_id: idSchema,
  username: z.string(),
  display_name: z.string(),
  /** [P-60] In the place, of those who look after it. */
  place_role: z.optional(accountRoleSchema),
})
export type UserView = z.infer<typeof userViewSchema>

/** A message that was searched for. `marks`: places in the snippet, in UTF-16 units, the second behind the last. */
export const searchHitSchema = z.object({
  message: messageViewSchema,
  /** The text, or the part of it around what was found, on one line. */
  snippet: z.string(),
  marks: z.array(z.tuple([z.int(), z.int()])),
})
export type SearchHit = z.infer<typeof searchHitSchema>

/** A room as one of its members sees it; unread messages are `last_n - last_read_n`. */
export const roomViewSchema = z.object({
  id: idSchema,
  kind: roomKindSchema,
  /** A direct room is called by the names of the others in it. */
  name: z.string(),
  topic: z.string(),
  is_default: z.boolean(),
  last_seq: z.int(),
  last_n: z.int(),
  last_ts: z.int(),
  last_read_n: z.int(),
  mentions: z.int(),
  role: accountRoleSchema,
  /** Reads, and cannot write, edit, react or pin. */
  muted: z.boolean(),
  notify_level: notifyLevelSchema,
  /** Read-only, for everybody. */
  archived: z.boolean(),
  /** Of a direct room: the others in it, or oneself where there are none. */
  people: z.optional(z.array(userViewSchema)),
})
export type RoomView = z.infer<typeof roomViewSchema>

/** A room that can be joined, as `room_list` shows it. */
export const openRoomViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  topic: z.string(),
  members: z.int(),
  joined: z.boolean(),
})
export type OpenRoomView = z.infer<typeof openRoomViewSchema>

export const memberViewSchema = z.extend(userViewSchema, {
  role: accountRoleSchema,
  muted: z.boolean(),
  presence: presenceStateSchema,
})
export type MemberView = z.infer<typeof memberViewSchema>

/** An invite as its maker sees it. The secret is shown once, when it is made. */
export const inviteViewSchema = z.object({
  invite_id: idSchema,
  created_by: z.string(),
  created_ts: z.int(),
  expires_ts: z.optional(z.int()),
  max_uses: z.optional(z.int()),
  uses: z.int(),
})
export type InviteView = z.infer<typeof inviteViewSchema>

/** A login, as its owner sees it. */
export const sessionViewSchema = z.object({
  session_id: idSchema,
  /** What the device said of itself at log-in. */
  device: z.string(),
  created_ts: z.int(),
  /** By the hour. */
  last_seen_ts: z.int(),
  expires_ts: z.int(),
  /** Whether a connection of it is open. */
  connected: z.boolean(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
})
export type SessionView = z.infer<typeof sessionViewSchema>
