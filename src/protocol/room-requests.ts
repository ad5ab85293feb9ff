import * as z from 'zod/mini'
import { limits } from './limits.ts'
import {
  accountRoleSchema,
  idSchema,
  namedRoomKindSchema,
  notifyLevelSchema,
  roomNameSchema,
  topicSchema,
} from './values.ts'
import { openRoomViewSchema, roomViewSchema, userViewSchema } from './views.ts'

/** Somebody in a room. */
const member = { room: idSchema, user_id: idSchema }
const cursor = z.optional(z.string().check(z.maxLength(128)))

/** What makes and changes rooms, and who is in them. */
export const roomRequests = {
  room_create: {
    payload: z.object({ kind: namedRoomKindSchema, name: roomNameSchema, topic: z.optional(topicSchema) }),
    reply: 'ack',
    response: z.object({ room: roomViewSchema }),
  },
  /** Open rooms, joined or not, by name. */
  room_list: {
    payload: z.object({ cursor }),
    reply: 'room_list_response',
    response: z.object({ rooms: z.array(openRoomViewSchema), cursor: z.optional(z.string()) }),
  },
  room_join: {
    payload: z.object({ room: idSchema }),
    reply: 'ack',
    response: z.object({ room: roomViewSchema }),
  },
  room_leave: { payload: z.object({ room: idSchema }), reply: 'ack', response: z.object({ room: idSchema }) },
  /** Adds people to a room; the only way into a private one. Who is a member already stays one. */
  room_invite: {
    payload: z.object({
      room: idSchema,
      user_ids: z.array(idSchema).check(z.minLength(1), z.maxLength(100)),
    }),
    reply: 'ack',
    response: z.object({ room: idSchema, added: z.array(idSchema) }),
  },
  /** What is not given stays as it is. */
  room_update: {
    payload: z.object({ room: idSchema, name: z.optional(roomNameSchema), topic: z.optional(topicSchema) }),
    reply: 'ack',
    response: z.object({ room: idSchema, name: z.string(), topic: z.string() }),
  },
  room_archive: {
    payload: z.object({ room: idSchema, on: z.boolean() }),
    reply: 'ack',
    response: z.object({ room: idSchema, on: z.boolean() }),
  },
  room_kick: { payload: z.object(member), reply: 'ack', response: z.object(member) },
  room_mute: {
    payload: z.object({ ...member, on: z.boolean() }),
    reply: 'ack',
    response: z.object({ ...member, on: z.boolean() }),
  },
  room_ban: {
    payload: z.object({ ...member, on: z.boolean() }),
    reply: 'ack',
    response: z.object({ ...member, on: z.boolean() }),
  },
  /** Who is banned from a room, for those who may end it. */
  room_bans: {
    payload: z.object({ room: idSchema, cursor }),
    reply: 'room_bans_response',
    response: z.object({
      room: idSchema,
      users: z.array(userViewSchema),
      cursor: z.optional(z.string()),
    }),
  },
  room_role: {
    payload: z.object({ ...member, role: accountRoleSchema }),
    reply: 'ack',
    response: z.object({ ...member, role: accountRoleSchema }),
  },
  /** The others; oneself is one of the people anyway, and with nobody else the only one. */
  dm_open: {
    payload: z.object({
      user_ids: z.array(idSchema).check(z.minLength(1), z.maxLength(limits.maxDirectPeople)),
    }),
    reply: 'ack',
    response: z.object({ room: roomViewSchema }),
  },
  notify_level: {
    payload: z.object({ room: idSchema, level: notifyLevelSchema }),
    reply: 'ack',
    response: z.object({ room: idSchema, level: notifyLevelSchema }),
  },
} as const
