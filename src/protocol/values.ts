import * as z from 'zod/mini'
import { limits } from './limits.ts'

const utf8 = new TextEncoder()

/** [P-5] An opaque id: decimal digits today, and never to be counted on to stay so. */
export const idSchema = z.string().check(z.regex(/^[1-9][0-9]{0,15}$/, 'an id that the server gave'))

/** [P-22] Made by the sender, before sending; the same message always carries the same one. */
export const clientMessageIdSchema = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'a UUID'))

export const textSchema = z
  .string()
  .check(
    z.refine(
      (text) => utf8.encode(text).length <= limits.maxTextBytes,
      `at most ${limits.maxTextBytes} bytes of UTF-8`,
    ),
  )

export const passwordSchema = z
  .string()
  .check(
    z.refine(
      (text) => utf8.encode(text).length <= limits.maxPasswordBytes,
      `at most ${limits.maxPasswordBytes} bytes of UTF-8`,
    ),
  )

export const newPasswordSchema = passwordSchema.check(
  z.refine(
    (text) => [...text].length >= limits.minPasswordCharacters,
    `at least ${limits.minPasswordCharacters} characters`,
  ),
)

export const usernameSchema = z
  .string()
  .check(
    z.refine(
      (text) =>
        [...text].length <= limits.maxUsernameCharacters && /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(text),
      `1 to ${limits.maxUsernameCharacters} letters, digits, dots, hyphens or underscores, beginning with a letter or digit`,
    ),
  )

export const displayNameSchema = nameSchema(limits.maxDisplayNameCharacters)
export const roomNameSchema = nameSchema(limits.maxRoomNameCharacters)
export const topicSchema = z
  .string()
  .check(
    z.refine(
      (text) => [...text].length <= limits.maxTopicCharacters,
      `at most ${limits.maxTopicCharacters} characters`,
    ),
  )

export const accountRoleSchema = z.enum(['owner', 'moderator', 'member'])
export type AccountRole = z.infer<typeof accountRoleSchema>

export const roomKindSchema = z.enum(['open', 'private'])
export type RoomKind = z.infer<typeof roomKindSchema>

export const presenceStateSchema = z.enum(['online', 'away', 'offline'])
export type PresenceState = z.infer<typeof presenceStateSchema>

/** Names are shown, so they are one line of visible text: no control, format or line-breaking characters. */
function nameSchema(maxCharacters: number) {
  return z.string().check(
    z.refine((text) => {
      const length = [...text].length
      return (
        length >= 1 &&
        length <= maxCharacters &&
        text.trim() === text &&
        !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text)
      )
    }, `1 to ${maxCharacters} visible characters, with no space at either end`),
  )
}
