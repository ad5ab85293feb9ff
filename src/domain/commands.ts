import type { AccountRole, NamedRoomKind, NotifyLevel } from '../protocol/values.ts'
import type { ImageView, InviteView, RoomView } from '../protocol/views.ts'
import type { Account } from './account.ts'

/** [P-70] What a sender says of a picture before sending it; `sha256` is in lower-case hex. */
export interface UploadClaim {
  readonly clientUploadId: string
  readonly bytes: number
  readonly sha256: string
}

/** What changes the data. Each is one savepoint in a group commit, and is refused with a `DomainError`. */
export interface Commands {
  /**
   * A person registers. `secret` is an invite's or the owner's claim; a claim makes the owner, whatever `registration`
   * says, and alone may name the place. Refused with username_taken, invite_required, invite_invalid, registration_closed.
   */
  register: {
    input: {
      username: string
      displayName: string | null
      placeName: string | null
      passwordHash: string
      registration: 'open' | 'invite' | 'closed'
      secret: string | null
    }
    result: Account
  }
  /** An operator adds an account. Refused with username_taken. */
  add_account: {
    input: { username: string; displayName: string | null; passwordHash: string; role: AccountRole }
    result: Account
  }
  /**
   * Ends every session but `exceptSessionId`. `provenHash` is the one that the password before was compared with: refused
   * with invalid_credentials where it is the account's no more. An operator proves nothing.
   */
  set_password: {
    input: {
      accountId: number
      passwordHash: string
      provenHash: string | null
      exceptSessionId: number | null
    }
    result: Account
  }
  set_display_name: { input: { accountId: number; displayName: string }; result: Account }
  /** Refused with forbidden where no enabled owner would be left; likewise the next two. */
  set_role: { input: { accountId: number; role: AccountRole }; result: Account }
  /** Ends every session of one who is disabled; rooms that they alone own get another owner beside them. */
  set_disabled: { input: { accountId: number; disabled: boolean }; result: Account }
  /** The name is freed, sessions, memberships and unsent pictures go; messages stay, of a removed user. */
  remove_account: { input: { accountId: number }; result: null }

  /**
   * `token`: for programs. `ticket`: for browsers, which trade it over HTTP for a cookie [P-14]. `provenHash` is the one
   * that the password was compared with: refused with invalid_credentials where it is the account's no more. Where an
   * account would have too many, those end that were not used for longest.
   */
  open_session: {
    input: { accountId: number; provenHash: string; device: string; grant: 'token' | 'ticket' }
    result: { sessionId: number; secret: string }
  }
  /** Single use, 30 s. Refused with invalid_credentials. */
  redeem_ticket: {
    input: { ticket: string }
    result: { sessionId: number; accountId: number; token: string; expiresAtMs: number }
  }
  /** Moves the idle limit; cheap enough to call whenever `dueForTouch` says so. */
  touch_session: { input: { sessionId: number }; result: null }
  /** Idempotent. */
  revoke_session: { input: { sessionId: number; reason: 'logout' | 'revoked' }; result: null }
  /** All of an account's, but for one if need be. */
  revoke_sessions: {
    input: { accountId: number; exceptSessionId: number | null }
    result: { revoked: number }
  }
  /** Nothing happens to one that is over, or somebody else's. */
  revoke_own_session: { input: { accountId: number; sessionId: number }; result: { revoked: number } }

  /** Replaces the one before; `null` where an owner exists. 24 h. */
  issue_claim: { input: Record<string, never>; result: { secret: string; expiresAtMs: number } | null }
  /** Owners and moderators may; others are refused with forbidden. */
  create_invite: {
    input: { accountId: number; expiresInMs: number | null; maxUses: number | null }
    result: { invite: InviteView; secret: string }
  }
  /** An operator makes one worthless. Refused with not_found. */
  revoke_invite: { input: { inviteId: number }; result: null }

  /**
   * [P-20] to [P-22]. Without `roomId` the default room; without `clientMessageId` one is made. Refused with not_found,
   * not_member, muted, archived, idempotency_conflict, bad_request (nothing to say, or a picture or reply that is not to be had).
   */
  post_message: {
    input: {
      senderId: number
      roomId: number | null
      clientMessageId: string | null
      text: string
      imageIds: readonly number[]
      replyTo: number | null
    }
    result: {
      messageId: number
      roomId: number
      clientMessageId: string
      seq: number
      n: number
      ts: number
      dup: boolean
    }
  }
  /**
   * One's own, else forbidden; not_found once it is deleted, muted, bad_request (nothing to say). version_conflict where it is not at
   * `expectVersion`, unless it says `text` already: then nothing happens.
   */
  edit_message: {
    input: { accountId: number; messageId: number; text: string; expectVersion: number }
    result: { roomId: number; version: number; editedAtMs: number | null }
  }
  /** Idempotent. Refused with not_found once the message is deleted, muted, and quota_exceeded beyond the limit of different emoji. */
  react: {
    input: { accountId: number; messageId: number; emoji: string; on: boolean }
    result: { roomId: number }
  }
  /**
   * Text, pictures, mentions and reactions are gone for good; the key stays with the tombstone [P-22]. Idempotent. One's own, or as
   * owner or moderator of the room: else forbidden. `filenames`: of pictures that no message shows any more; the caller removes the files.
   */
  delete_message: {
    input: { accountId: number; messageId: number }
    result: { roomId: number; filenames: string[] }
  }
  /** A mark never moves back, and never past `last_n`. */
  mark_read: {
    input: { accountId: number; roomId: number; n: number }
    result: { n: number; mentions: number }
  }

  /** The maker is its owner and first member. Refused with name_taken, too_many_rooms. */
  create_room: {
    input: { accountId: number; kind: NamedRoomKind; name: string; topic: string }
    result: RoomView
  }
  /** Idempotent. Refused with not_found, banned, archived, too_many_rooms. */
  join_room: { input: { accountId: number; roomId: number }; result: RoomView }
  /** Idempotent. The default room cannot be left: forbidden. A direct one is hidden until the next message in it. */
  leave_room: { input: { accountId: number; roomId: number }; result: null }
  /**
   * Returns those who were not members before. Any member of an open room may; of a private one whoever moderates it; of a
   * direct one nobody. Refused with too_many_rooms where one of them can be in no more.
   */
  add_to_room: {
    input: { accountId: number; roomId: number; userIds: readonly number[] }
    result: { added: number[] }
  }

  /**
   * The room of these people and the asker, made where there is none; shown to the others with its first message. Refused
   * with not_found where one of them is not there, bad_request where they are too many, too_many_rooms.
   */
  open_direct_room: { input: { accountId: number; userIds: readonly number[] }; result: RoomView }
  /** `null` stays as it is. By those who moderate the room: else forbidden, as below. Refused with name_taken, archived. */
  update_room: {
    input: { accountId: number; roomId: number; name: string | null; topic: string | null }
    result: { name: string; topic: string }
  }
  /** By the room's owners, and whoever moderates the place; `null`: the operator. Idempotent. Never the default room. */
  archive_room: { input: { accountId: number | null; roomId: number; on: boolean }; result: null }
  /** Only of those who stand lower, like the next three; never in direct rooms, nor out of the default one: forbidden. Idempotent. */
  kick_member: { input: { accountId: number; roomId: number; userId: number }; result: null }
  mute_member: { input: { accountId: number; roomId: number; userId: number; on: boolean }; result: null }
  /** Whether they are in the room or not. */
  ban_user: { input: { accountId: number; roomId: number; userId: number; on: boolean }; result: null }
  /**
   * By owners. Stepping down oneself is for everybody but the last owner. `null`: the operator, who gives it to whoever is
   * not disabled, and lets them in where they are not; never so that no owner is left: forbidden.
   */
  set_room_role: {
    input: { accountId: number | null; roomId: number; userId: number; role: AccountRole }
    result: null
  }
  /** Idempotent; every device is told. */
  set_notify_level: { input: { accountId: number; roomId: number; level: NotifyLevel }; result: null }
  /** Idempotent. Refused with not_found once the message is deleted, muted, archived, and quota_exceeded beyond the limit. */
  pin_message: {
    input: { accountId: number; messageId: number; on: boolean }
    result: { roomId: number }
  }

  /**
   * The files exist already, under their final names. A repeat of an upload is answered with the picture that there is:
   * the caller removes the files that it does not name. Refused with account_disabled, idempotency_conflict (the upload's
   * name was another picture's), and quota_exceeded where the owner's pictures would take more than `quotaBytes`.
   */
  add_image: {
    input: {
      ownerId: number
      filename: string
      thumbFilename: string
      width: number
      height: number
      bytes: number
      quotaBytes?: number | null
      upload?: UploadClaim | null
    }
    result: ImageView
  }
  /** Empties the search index; whoever serves the messages makes it anew, the newest first. */
  rebuild_search: { input: Record<string, never>; result: null }
  /** Forgets pictures that no message has shown a day after they came, and says which files may go. */
  sweep_images: { input: { olderThanMs: number }; result: { filenames: string[] } }
}

export type CommandKind = keyof Commands
export type CommandInput<K extends CommandKind> = Commands[K]['input']
export type CommandResult<K extends CommandKind> = Commands[K]['result']
