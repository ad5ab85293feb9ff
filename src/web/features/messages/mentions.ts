import { mentionsUser } from '../../../client/mentions.ts'

/** A stretch of text that names somebody, or one that does not. */
export interface TextPart {
  /** Where it begins, in UTF-16 units. */
  at: number
  text: string
  mention: 'you' | 'other' | null
}

const pattern = /(?<![\p{L}\p{M}\p{N}@._-])@[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*/gu

/** Splits a text at its mentions. `@room` is for everybody, so for you too. */
export function splitMentions(text: string, ownUsername: string): TextPart[] {
  const parts: TextPart[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const part = { at: match.index, ...namePart(match[0], ownUsername) }
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index), mention: null })
    parts.push(part)
    end = match.index + part.text.length
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), mention: null })
  return parts
}

/** `@李雷你好` greets 李雷 without a space: what is yours ends where your name does. */
function namePart(match: string, ownUsername: string): Omit<TextPart, 'at'> {
  const name = match.replace(/[._-]+$/u, '')
  if (!mentionsUser(match, ownUsername)) return { text: name, mention: 'other' }
  const called = mentionsUser(match, '') ? 'room' : ownUsername
  return { text: name.slice(0, called.length + 1), mention: 'you' }
}
