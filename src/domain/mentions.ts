import { statement } from './db/statement.ts'
import type { Connection, Transaction } from './transaction.ts'
import { foldName } from './usernames.ts'

/** `@room`, in place of an account. */
const everyone = 0
const everyonesName = 'room'

/** Who names more people in one message wants `@room`. */
const maxMentions = 50

/** Chinese, Japanese and Korean are written without spaces: names begin and end anywhere in them. */
const unspaced = String.raw`\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}`

/** Not inside a word, where `@` is part of an address. */
const mentionPattern = new RegExp(
  String.raw`(?<![[\p{L}\p{M}\p{N}@._\-]--[${unspaced}]])@([\p{L}\p{N}][\p{L}\p{M}\p{N}._\-]{0,63})`,
  'gv',
)

/** A name may end behind one of these, or before it. */
const boundary = new RegExp(String.raw`[${unspaced}._\-]`, 'v')

const insertMention = statement<[roomId: number, accountId: number, n: number]>(
  'INSERT INTO mentions (room_id, account_id, n) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
)

const findMember = statement<[folded: string, roomId: number], number>(
  `SELECT a.id FROM accounts AS a JOIN memberships AS member ON member.account_id = a.id
   WHERE a.username_folded = +? AND member.room_id = +?`,
)

const findBefore = statement<[folded: string], string>(
  'SELECT username_folded FROM accounts WHERE username_folded <= ? ORDER BY username_folded DESC LIMIT 1',
)

const deleteMentions = statement<[roomId: number, n: number]>(
  'DELETE FROM mentions WHERE room_id = ? AND n = ?',
)

const findNamed = statement<[roomId: number, n: number], number>(
  'SELECT account_id FROM mentions WHERE room_id = +? AND n = +? ORDER BY account_id',
)

const countUnread = statement<[roomId: number, accountId: number, n: number], number>(
  'SELECT count(*) FROM mentions WHERE room_id = ? AND account_id IN (0, ?) AND n > ?',
)

/** Notes who is named in a message: a row each, and one for `@room` however many members there are. */
export function recordMentions(tx: Transaction, message: { roomId: number; n: number; text: string }): void {
  const { roomId, n, text } = message
  if (!text.includes('@')) return
  let found = 0
  for (const [, name] of text.matchAll(mentionPattern)) {
    if (name === undefined || (found += 1) > maxMentions) return
    const accountId = mentioned(tx, roomId, foldName(name))
    if (accountId !== null) insertMention(tx.db).run(roomId, accountId, n)
  }
}

/** What a message does not say any more. */
export function withdrawMentions(tx: Transaction, message: { roomId: number; n: number }): void {
  deleteMentions(tx.db).run(message.roomId, message.n)
}

/** Whom a message names, as it was noted when it was written: later members and other names change nothing. */
export function mentionsOf(
  tx: Connection,
  message: { roomId: number; n: number; text: string },
): { accountIds: number[]; isForRoom: boolean } {
  const named = message.text.includes('@') ? findNamed(tx.db).pluck().all(message.roomId, message.n) : []
  return { accountIds: named.filter((id) => id !== everyone), isForRoom: named[0] === everyone }
}

/** How often a member was named above the read mark `n`. */
export function unreadMentions(
  tx: Transaction,
  at: { roomId: number; accountId: number; n: number },
): number {
  return countUnread(tx.db).pluck().get(at.roomId, at.accountId, at.n) ?? 0
}

/** The longest name that is a member's: `@alice.` ends a sentence, `@李雷你好` greets. */
function mentioned(tx: Transaction, roomId: number, text: string): number | null {
  const characters = [...text]
  const least = shortestName(characters)
  for (let length = characters.length; length >= least; ) {
    const name = characters.slice(0, length).join('')
    if (name === everyonesName) return everyone
    const accountId = findMember(tx.db).pluck().get(name, roomId)
    if (accountId !== undefined) return accountId
    length -= 1
    if (length >= least) length = Math.min(length, longestBeginning(tx, name))
  }
  return null
}

/** How many characters a name has at least: as many as stand before the first place where one may end. */
function shortestName(characters: readonly string[]): number {
  let length = characters.length
  while (length > 1 && mayEndBefore(characters, length - 1)) length -= 1
  return length
}

function mayEndBefore(characters: readonly string[], at: number): boolean {
  return boundary.test(characters[at] ?? '') || boundary.test(characters[at - 1] ?? '')
}

/**
 * No name that `text` begins with has more characters: it would stand between `text` and the one before it in the
 * alphabet, and so begin that one, too. Text without spaces would otherwise be looked up character by character.
 */
function longestBeginning(tx: Transaction, text: string): number {
  const before = findBefore(tx.db).pluck().get(text) ?? ''
  return Math.max(sharedCharacters(text, before), sharedCharacters(text, everyonesName))
}

function sharedCharacters(one: string, other: string): number {
  const others = [...other]
  const differs = [...one].findIndex((character, index) => character !== others[index])
  return differs === -1 ? [...one].length : differs
}
