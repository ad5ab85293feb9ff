import { limits } from '../protocol/limits.ts'
import type { RoomView } from '../protocol/views.ts'
import { refuseAnotherDirectRoom } from './account-limits.ts'
import { accountById, expectEnabled } from './accounts.ts'
import type { CommandInput } from './commands.ts'
import { statement } from './db/statement.ts'
import { DomainError } from './errors.ts'
import { appendUserEvent } from './events.ts'
import { roomOf } from './room-views.ts'
import type { Transaction } from './transaction.ts'

/**
 * What people say to each other, without a name and without ranks. A room is found by its people, so the same people always
 * get the same one. Nobody joins, is invited or leaves: who would leave puts it away, and the next message brings it back.
 */

const findByPeople = statement<[people: string], { id: number }>('SELECT id FROM rooms WHERE people = ?')

const findPeople = statement<[roomId: number], { people: string | null }>(
  'SELECT people FROM rooms WHERE id = ?',
)

const insertRoom = statement<[people: string, by: number, nowMs: number, nowMs: number]>(
  `INSERT INTO rooms
     (kind, name, name_folded, name_skeleton, topic, people, created_by, created_at_ms, last_message_at_ms)
   VALUES ('private', '', '', '', '', ?, ?, ?, ?)`,
)

const insertMember = statement<[roomId: number, accountId: number, nowMs: number]>(
  `INSERT INTO memberships (room_id, account_id, role, joined_at_ms, last_read_n, hidden)
   VALUES (?, ?, 'member', ?, 0, 1)`,
)

const setHidden = statement<[hidden: number, roomId: number, accountId: number, hidden: number]>(
  'UPDATE memberships SET hidden = ? WHERE room_id = ? AND account_id = ? AND hidden <> ?',
)

const findHidden = statement<[roomId: number], number>(
  'SELECT account_id FROM memberships WHERE room_id = ? AND hidden = 1',
)

const findHead = statement<[roomId: number], { seq: number; n: number }>(
  'SELECT last_seq AS seq, last_n AS n FROM rooms WHERE id = ?',
)

/** The others do not see it before something is said in it: an empty room is nobody's business. */
export function openDirectRoom(tx: Transaction, input: CommandInput<'open_direct_room'>): RoomView {
  const { accountId, userIds } = input
  expectEnabled(tx, accountId)
  const people = [...new Set([accountId, ...userIds])].toSorted((a, b) => a - b)
  if (people.length > limits.maxDirectPeople) throw tooMany()
  const roomId = findByPeople(tx.db).get(people.join(','))?.id ?? makeRoom(tx, accountId, people)
  show(tx, { roomId, accountId, at: head(tx, roomId) })
  const room = roomOf(tx, roomId, accountId)
  if (room === null) throw new Error(`Expected account ${accountId} to be in room ${roomId}.`)
  return room
}

export function isDirect(tx: Transaction, roomId: number): boolean {
  return (findPeople(tx.db).get(roomId)?.people ?? null) !== null
}

/** Nothing happens where it is hidden already, or to one who is not in it. */
export function hideRoom(tx: Transaction, roomId: number, accountId: number): void {
  const { changes } = setHidden(tx.db).run(1, roomId, accountId, 1)
  if (changes > 0) {
    appendUserEvent(tx, accountId, { type: 'rooms_changed', detail: { roomId, shown: false } })
  }
}

/** Before a message in it is told, so that it reaches everybody; `at`: where the room stands before it. */
export function showToAll(tx: Transaction, roomId: number, at: { lastSeq: number; lastN: number }): void {
  for (const accountId of findHidden(tx.db).pluck().all(roomId)) {
    show(tx, { roomId, accountId, at: { seq: at.lastSeq, n: at.lastN } })
  }
}

function show(
  tx: Transaction,
  to: { roomId: number; accountId: number; at: { seq: number; n: number } },
): void {
  const { roomId, accountId, at } = to
  const { changes } = setHidden(tx.db).run(0, roomId, accountId, 0)
  if (changes > 0) {
    appendUserEvent(tx, accountId, { type: 'rooms_changed', detail: { roomId, shown: true, at } })
  }
}

function makeRoom(tx: Transaction, by: number, people: readonly number[]): number {
  for (const id of people) expectPresent(tx, id)
  refuseAnotherDirectRoom(tx, by)
  const inserted = insertRoom(tx.db).run(people.join(','), by, tx.nowMs, tx.nowMs)
  const roomId = Number(inserted.lastInsertRowid)
  for (const id of people) insertMember(tx.db).run(roomId, id, tx.nowMs)
  return roomId
}

/** Nobody begins to talk to one who cannot answer; what was said before may be opened. */
function expectPresent(tx: Transaction, accountId: number): void {
  const account = accountById(tx, { accountId })
  if (account === null || account.disabledAtMs !== null) throw new DomainError('not_found')
}

function head(tx: Transaction, roomId: number): { seq: number; n: number } {
  const found = findHead(tx.db).get(roomId)
  if (found === undefined) throw new Error(`Expected room ${roomId} to be there.`)
  return found
}

function tooMany(): DomainError {
  const expected = `at most ${limits.maxDirectPeople} people, oneself included`
  return new DomainError('bad_request', { details: [{ path: 'user_ids', expected }] })
}
