import * as z from 'zod/mini'
import { limits } from './limits.ts'

const utf8 = new TextEncoder()

/** [P-5] An opaque id: decimal digits today, and never to be counted on to stay so. */
export const idSchema = text('an id that the server gave', (value) => /^[1-9][0-9]{0,15}$/.test(value))

/** [P-22] [P-70] Made by the sender, before sending; the same message, and the same picture, always carries the same one. */
export const clientIdSchema = text('a UUID', (value) =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value),
)

export const sha256Schema = text('a SHA-256 in 64 hexadecimal digits', (value) =>
  /^[0-9a-f]{64}$/i.test(value),
)

export const textSchema = text(`at most ${limits.maxTextBytes} bytes of UTF-8`, (value) =>
  fitsBytes(value, limits.maxTextBytes),
)

/** One emoji as people see it, and in the one form that fonts know (Unicode UTS 51, RGI): no two spellings of a heart. */
function isOneEmoji(value: string): boolean {
  oneEmoji ??= new RegExp(String.raw`^\p{RGI_Emoji}$`, 'v')
  return oneEmoji.test(value)
}

// Made when it is wanted first: it takes 16 ms, which each program, and each page, would wait for.
let oneEmoji: RegExp | undefined

export const emojiSchema = text(
  `one emoji, at most ${limits.maxEmojiBytes} bytes of UTF-8`,
  (value) => fitsBytes(value, limits.maxEmojiBytes) && isOneEmoji(value),
)

export const passwordSchema = text(`at most ${limits.maxPasswordBytes} bytes of UTF-8`, (value) =>
  fitsBytes(value, limits.maxPasswordBytes),
)

export const newPasswordSchema = text(
  `at least ${limits.minPasswordCharacters} characters and at most ${limits.maxPasswordBytes} bytes of UTF-8`,
  (value) => [...value].length >= limits.minPasswordCharacters && fitsBytes(value, limits.maxPasswordBytes),
)

export const usernameSchema = text(
  `1 to ${limits.maxUsernameCharacters} letters, digits, dots, hyphens or underscores, beginning with a letter or digit`,
  (value) =>
    fitsCharacters(value, limits.maxUsernameCharacters) && /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(value),
)

export const displayNameSchema = shownName(limits.maxDisplayNameCharacters)
export const roomNameSchema = shownName(limits.maxRoomNameCharacters)
export const topicSchema = text(`at most ${limits.maxTopicCharacters} characters`, (value) =>
  fitsCharacters(value, limits.maxTopicCharacters),
)

export const searchTextSchema = text(`at most ${limits.maxSearchCharacters} characters`, (value) =>
  fitsCharacters(value, limits.maxSearchCharacters),
)

export const accountRoleSchema = z.enum(['owner', 'moderator', 'member'])
export type AccountRole = z.infer<typeof accountRoleSchema>

/** Rooms that have a name and are made by somebody. */
export const namedRoomKindSchema = z.enum(['open', 'private'])
export type NamedRoomKind = z.infer<typeof namedRoomKindSchema>

/** A direct room is what its people say to each other: always the same room for the same people. */
export const roomKindSchema = z.enum(['open', 'private', 'direct'])
export type RoomKind = z.infer<typeof roomKindSchema>

/** What a room may disturb its member with: every message, those that name the member, or none. */
export const notifyLevelSchema = z.enum(['all', 'mentions', 'none'])
export type NotifyLevel = z.infer<typeof notifyLevelSchema>

export const presenceStateSchema = z.enum(['online', 'away', 'offline'])
export type PresenceState = z.infer<typeof presenceStateSchema>

/** Names are shown, so they are one line of visible text: no control, format or line-breaking characters. */
function shownName(maxCharacters: number) {
  return text(
    `1 to ${maxCharacters} visible characters, with no space at either end`,
    (value) =>
      value.length > 0 &&
      fitsCharacters(value, maxCharacters) &&
      value.trim() === value &&
      !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value) &&
      isSeen(value),
  )
}

/** Fillers are letters to Unicode, the empty Braille cell is a symbol, and a mark alone has nothing to stand on. */
function isSeen(value: string): boolean {
  return /[^\p{Default_Ignorable_Code_Point}\p{M}\p{Z}\u2800]/u.test(value)
}

/** A string with one expectation, which errors and the generated documentation both quote. */
function text(expected: string, holds: (value: string) => boolean) {
  return z.string().check(z.refine(holds, expected), z.describe(expected))
}

function fitsBytes(value: string, maxBytes: number): boolean {
  // A UTF-16 unit takes three bytes at most, so that short text need not be encoded to be measured.
  return value.length * 3 <= maxBytes || (value.length <= maxBytes && utf8.encode(value).length <= maxBytes)
}

function fitsCharacters(value: string, maxCharacters: number): boolean {
  return (
    value.length <= maxCharacters || (value.length <= maxCharacters * 2 && [...value].length <= maxCharacters)
  )
}
