import { statement } from './db/statement.ts'
import { messagePage } from './history.ts'
import { placeName } from './place.ts'
import type { Transaction } from './transaction.ts'

const pageMessages = 100

const findPeople = statement<[], Record<string, unknown>>(
  `SELECT CAST(id AS TEXT) AS user_id, username, display_name, role, created_at_ms AS created_ts,
     disabled_at_ms AS disabled_ts, removed_at_ms AS removed_ts FROM accounts ORDER BY id`,
)

const findRooms = statement<
  [roomId: number | null, same: number | null],
  { id: number } & Record<string, unknown>
>(
  `SELECT id, kind, name, topic, created_at_ms AS created_ts FROM rooms WHERE ? IS NULL OR id = ? ORDER BY id`,
)

const findMembers = statement<[roomId: number], Record<string, unknown>>(
  `SELECT CAST(account_id AS TEXT) AS user_id, role, joined_at_ms AS joined_ts FROM memberships WHERE room_id = ?
   ORDER BY account_id`,
)

/**
 * What people would take with them, as lines of JSON: the place, its people, and each room with its members and then its
 * messages, oldest first. No secret is among them. Each page is read by itself, so that a long export holds nobody up.
 */
export function* exportedLines(tx: Transaction, roomId: number | null): Generator<string> {
  yield line('place', { name: placeName(tx), exported_ts: tx.nowMs })
  for (const person of findPeople(tx.db).all()) yield line('person', known(person))
  for (const { id, ...room } of findRooms(tx.db).all(roomId, roomId)) {
    yield line('room', { room: String(id), ...room, members: findMembers(tx.db).all(id) })
    yield* messageLines(tx, id)
  }
}

function* messageLines(tx: Transaction, roomId: number): Generator<string> {
  let afterN = 0
  for (let more = true; more; ) {
    const page = messagePage(tx, { roomId, at: { afterN }, limit: pageMessages })
    for (const json of page.messages) yield `{"type":"message","message":${json}}\n`
    afterN += page.messages.length
    more = page.more
  }
}

function line(type: string, facts: object): string {
  return `${JSON.stringify({ type, ...facts })}\n`
}

/** Without what does not apply. */
function known(facts: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== null))
}
