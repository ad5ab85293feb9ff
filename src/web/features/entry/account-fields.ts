import { limits } from '../../../protocol/limits.ts'
import type { Dictionary } from '../../i18n/dictionary.ts'

const utf8 = new TextEncoder()

/** What is wrong with a new username, in words; `null` where nothing is. The server has the last word. */
export function usernameProblem(text: Dictionary, username: string): string | null {
  if (username === '') return text.entry.fieldEmpty
  if (/\s/u.test(username)) return text.entry.usernameSpace
  if ([...username].length > limits.maxUsernameCharacters)
    return text.entry.usernameLong(limits.maxUsernameCharacters)
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u.test(username) ? null : text.entry.usernameShape
}

export function newPasswordProblem(text: Dictionary, password: string): string | null {
  if (password === '') return text.entry.fieldEmpty
  if ([...password].length < limits.minPasswordCharacters)
    return text.entry.passwordShort(limits.minPasswordCharacters)
  return passwordProblem(text, password)
}

/** [P-13] A longer one is refused, since bcrypt would cut it without a word. */
export function passwordProblem(text: Dictionary, password: string): string | null {
  if (password === '') return text.entry.fieldEmpty
  return utf8.encode(password).length > limits.maxPasswordBytes ? text.entry.passwordLong : null
}

/** Names of places, people and rooms: one line of visible text. */
export function nameProblem(text: Dictionary, name: string, maxCharacters: number): string | null {
  if (name === '') return text.entry.fieldEmpty
  const isLine = !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(name)
  return isLine && [...name].length <= maxCharacters ? null : text.entry.nameShape(maxCharacters)
}
