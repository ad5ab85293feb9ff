import type { AccountState } from '../../../client/chat-state.ts'
import type { MessageView } from '../../../protocol/views.ts'

/** A stretch of text that names somebody, or one that does not. */
export interface TextPart {
  /** Where it begins, in UTF-16 units. */
  at: number
  text: string
  mention: 'you' | 'other' | null
}

/** Not inside a word, where `@` is part of an address; Chinese, Japanese and Korean are written without spaces. */
const pattern =
  /(?<![[\p{L}\p{M}\p{N}@._\-]--[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]])@[\p{L}\p{N}][\p{L}\p{M}\p{N}._\-]*/gv

/** What a name may end behind or before: a mark, or a letter of a script that is written without spaces. */
const boundary = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}._-]/u

/**
 * The names by which a message calls you, as the server has found them: your username, `room`, or both with a space
 * between. One string, so that a row that is shown again is the same.
 */
export function namesCalling(
  message: Pick<MessageView, 'text' | 'mentions' | 'mentions_room'>,
  account: AccountState,
): string {
  const isNamed = message.mentions?.includes(account.user_id) === true
  return [isNamed && account.username, message.mentions_room === true && 'room'].filter(Boolean).join(' ')
}

/** Splits a text at its mentions; those of `calledNames` are of you. */
export function splitMentions(text: string, calledNames: string): TextPart[] {
  const names = calledNames.split(' ').filter((name) => name !== '')
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const part = { at: match.index, ...namePart(match[0], names) }
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index), mention: null })
    parts.push(part)
    end = match.index + part.text.length
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), mention: null })
  return parts
}

/** `@李雷你好` greets 李雷 without a space: what is yours ends where your name does. */
function namePart(match: string, names: readonly string[]): Omit<TextPart, 'at'> {
  const called = names.find((name) => beginsWith(match.slice(1), name))
  return called === undefined
    ? { text: match.replace(/[._-]+$/u, ''), mention: 'other' }
    : { text: match.slice(0, called.length + 1), mention: 'you' }
}

function beginsWith(text: string, name: string): boolean {
  if (fold(text.slice(0, name.length)) !== fold(name)) return false
  const next = text.charAt(name.length)
  return next === '' || boundary.test(next) || boundary.test(name.slice(-1))
}

function fold(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase()
}
