import { fold } from './folding.ts'
import { type Piece, piecesOf } from './pieces.ts'

/** What is indexed of a message. */
export interface Indexed {
  id: number
  roomId: number
  senderId: number
  text: string
}

/**
 * The version of all that this folder makes of text, and the Unicode tables that it goes by: an index of another form is made
 * anew. To be raised with each change of folding, pieces or tokens.
 */
export const form = `1, Unicode ${process.versions.unicode}`

/** Of longer words the beginning is indexed; they are compared in full where they are found. */
const maxTokenUnits = 64

/**
 * So many messages, by id, are a part of the index of their own: each token carries the part's label. Whatever is asked, a
 * part is done within a millisecond or so, prefixes too, and so a search can stop and go on between parts.
 */
const partBits = 15
const labelDigits = 6
const labelRadix = 36

export function partOf(messageId: number): number {
  return Math.floor(messageId / 2 ** partBits)
}

/** The smallest id that can be in a part. */
export function firstIdOf(part: number): number {
  return part * 2 ** partBits
}

/** All have the same length, so that no label with a token reads like another. */
export function labelOf(part: number): string {
  return part.toString(labelRadix).padStart(labelDigits, '0')
}

/** Letters never begin with these, so that no word reads like a room or a sender. */
export function roomToken(roomId: number): string {
  return `#${roomId}`
}

export function senderToken(senderId: number): string {
  return `@${senderId}`
}

/** All tokens of a message as the index takes them, each once. */
export function indexedTokens({ id, roomId, senderId, text }: Indexed): string {
  const tokens = new Set([roomToken(roomId), senderToken(senderId)])
  for (const piece of piecesOf(fold(text))) for (const token of tokensOf(piece)) tokens.add(token)
  const label = labelOf(partOf(id))
  return label + [...tokens].join(` ${label}`)
}

function tokensOf({ kind, value }: Piece): string[] {
  if (kind !== 'run') return [cut(value)]
  const characters = [...value]
  // The last one is a token alone, so that each character begins one.
  return characters.map((character, index) => character + (characters[index + 1] ?? ''))
}

/** A word, or its beginning, as a token. */
export function cut(word: string): string {
  if (word.length <= maxTokenUnits) return word
  const end = word.slice(0, maxTokenUnits)
  // Never half a character.
  return end.isWellFormed() ? end : end.slice(0, -1)
}
