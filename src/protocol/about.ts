import type { EventType } from './events.ts'
import type { RequestType } from './requests.ts'

/** One sentence for each request, for the generated documentation; kept apart so that no client carries it. */
export const aboutRequests: Record<RequestType, string> = {
  auth_request:
    'Registers, logs in, or resumes a login. Every fault is an `auth_response` with `status: "error"` and a `code`; the connection may then try again. A connection without an `Origin` gets a `token`; a browser gets a single-use `ticket` for `POST /session`.',
  health_check: 'Asks whether the server is well. Allowed before authentication.',
  ping: 'Asks for a `pong`; browsers cannot see the protocol’s own pings.',
  message:
    'Says something in a room; without `room`, in the default one. A repeat with the same `client_msg_id` and content is answered as the first was, with `dup: true`, and nobody is told again.',
  message_edit:
    'Says one’s own message in other words. Where it is not at `expect_version` any more it is refused with `version_conflict`; where it says `text` already, nothing happens, and that is a success.',
  message_delete:
    'Takes back a message: one’s own, or in rooms that one owns or moderates anybody’s. Its text, pictures, mentions and reactions are gone for good; a line without words keeps its place. Deleting twice is deleting once.',
  react:
    'Puts an emoji to a message, or takes one’s own away. What holds already is a success that nobody is told of. Twenty different ones to a message; the next is refused with `quota_exceeded`.',
  pin: 'Marks a message for the whole room, or takes the mark away. What holds already is a success that nobody is told of. A hundred in a room; the next is refused with `quota_exceeded`. A message that is deleted loses it.',
  pins: 'A page of a room’s pinned messages, the newest first.',
  history: 'A page of messages, oldest first; without a position, the newest.',
  sync: 'The durable events of a room after `from`, page by page; answered with `sync_reset` where they cannot fill the gap.',
  search:
    'Messages in the user’s rooms that have all words of `q`, in any language, newest first. The last word may be the beginning of one; “in quotes” stands what must stand together. Case, width and accents make no difference.',
  read: 'Moves the read mark forward, and tells the user’s other devices.',
  typing: 'Tells the room that the user is writing; at most once in three seconds.',
  presence: 'Says whether the user is at this device.',
  room_create: 'Makes a room; whoever makes it owns it.',
  room_list: 'Open rooms, joined or not, by name.',
  room_join: 'Joins an open room. Joining twice is joining once.',
  room_leave:
    'Leaves a room. The default room cannot be left. A direct room is only put away: it comes back with the next message in it, or with `dm_open`, and nobody is told.',
  room_invite: 'Adds people to a room; the only way into a private one.',
  room_update: 'Gives a room another name or topic, in rooms that one moderates [P-60].',
  room_archive:
    'Makes a room read-only and takes it out of the list of open rooms, or ends that. Its owners may, and whoever moderates the place; the default room stays.',
  room_kick:
    'Takes a member out of a room; into an open one they may come back. Who is not in it is none to be kicked: that is a success.',
  room_mute: 'Lets a member only read, or ends that.',
  room_ban:
    'Takes somebody out of a room and keeps them out, whether they would join or be invited; or ends that, which brings nobody back by itself.',
  room_bans: 'A page of those who are banned from a room, for those who may end it.',
  room_role:
    'Makes a member owner, moderator or mere member of a room. Its owners may, and whoever moderates the place; one may step down oneself, unless nobody else owns the room.',
  dm_open:
    'Opens the direct room of oneself and these people; the same people always get the same room. The others see it with the first message in it. Who left it comes back.',
  notify_level:
    'Says what a room may disturb one with: `all` messages, `mentions`, or `none`. All of the user’s devices are told.',
  members: 'A page of a room’s members with their presence.',
  users: 'People whose username or display name begins with `q`, twenty at most.',
  invite_create: 'Makes an invite; its secret is shown this once. Owners and moderators may.',
  profile_update: 'Changes the name that people see.',
  password_change:
    'Changes one’s own password, and ends all other logins: their connections are closed with 4410. A `current` that is wrong is `invalid_credentials`, and counts as a wrong password at log-in does.',
  session_list: 'One’s own logins, the one used last first.',
  session_revoke:
    'Ends one of one’s own logins, or with `others` all but the one that asks; their connections are closed with 4410. One that is over already, or somebody else’s, is none: `revoked` is 0.',
  logout: 'Ends this login; all its connections are closed with 4410.',
  image_upload:
    'Begins a picture, or goes on with one. The answer says from where: the bytes follow in binary frames, which are answered as told under [Pictures in chunks](#pictures-in-chunks). Where the picture is there already, the answer is the picture itself.',
  image_upload_cancel:
    'Gives up an upload, and all that has come of it. Cancelling twice, or what never was, is cancelling once; a picture that is finished stays.',
  image_upload_request:
    'A small picture as base64 or a data URL. Larger ones go by `image_upload`, or to `POST /api/images`.',
}

export const aboutEvents: Record<EventType, string> = {
  hello:
    'The first frame on every connection. With `authenticating`, the cookie or Bearer token of the upgrade is being looked at, and an `auth_response` follows unasked.',
  message: 'Somebody, perhaps the same user on another device, said something.',
  message_edited: 'A message says something else now.',
  message_deleted: 'A message is gone; wherever it is read from now on, it is `deleted` and says nothing.',
  reaction: 'Somebody put an emoji to a message, or took it away.',
  pin: 'Somebody pinned a message, or took a pin away.',
  member_changed:
    'Somebody joined, left, was added or removed, has another name or role now, or was muted or unmuted.',
  room_updated: 'The room has another name or topic, or was archived or brought back.',
  rooms_changed: 'The user is in one room more, or one less.',
  notify_level: 'The user wants to be disturbed by a room in another way, on whichever device.',
  profile_changed: 'The user’s own name or role changed, on whichever device.',
  session_revoked: 'The login is over; the connection is closed with 4410.',
  read: 'Another device of the same user read up to `n`.',
  typing: 'Somebody is writing; forget it after six seconds.',
  presence: 'Somebody who shares a room came, went, or stepped away.',
  draining: 'The server is about to restart: come back at once after the close.',
}
