import { expect, test } from 'vitest'
import { temporaryTransaction } from '../../test/helpers/temporary-transaction.ts'
import { maxPrunedEvents, prunableUpTo, pruneEvents } from './event-pruning.ts'
import type { Transaction } from './transaction.ts'

const keepMs = 1_000
const nowMs = 10_000
const all = Number.MAX_SAFE_INTEGER

test.each([
  ['nothing', [], null],
  ['what is too young', [nowMs - keepMs + 1, nowMs], null],
  ['what is old enough, up to the first that is not', [1, 2, nowMs, 3], 2],
  ['what a clock that was ahead has dated, once its neighbours are old', [1, nowMs * 9, 2, nowMs], 3],
  ['nothing of what is old, where all after it seems to come from the future', [nowMs * 9, nowMs * 9], null],
])('of the log goes: %s', async (_, dates, expected) => {
  const tx = await transactionWith(dates)

  expect(prunableUpTo(tx, { keepMs, handedOutGid: all })).toBe(expected)
})

test('what the followers have not got yet stays, however old its date says it is', async () => {
  const tx = await transactionWith([1, 2, 3])

  expect(prunableUpTo(tx, { keepMs, handedOutGid: 2 })).toBe(2)
})

test('a batch is bounded', async () => {
  const tx = await transactionWith(Array.from({ length: maxPrunedEvents + 500 }, () => 1))

  expect(prunableUpTo(tx, { keepMs, handedOutGid: all })).toBe(maxPrunedEvents)
})

test("a clock that was ahead for more than a batch's events does not keep the next ones for ever", async () => {
  const wrong = Array.from({ length: maxPrunedEvents * 2 }, () => nowMs * 9)
  const tx = await transactionWith([...wrong, 1, nowMs])

  expect(prunableUpTo(tx, { keepMs, handedOutGid: all })).toBe(wrong.length + 1)
})

test("people's events go with the rooms'", async () => {
  const tx = await transactionWith([1, 2])
  tx.db.exec(
    "INSERT INTO accounts VALUES (1, 'ada', 'ada', 'ada', 'ada', 'ada', 'member', 'hash', 0, NULL, NULL, 1)",
  )
  tx.db.exec("INSERT INTO events (user_id, seq, type, at_ms) VALUES (1, 1, 'profile_changed', 3)")

  pruneEvents(tx, prunableUpTo(tx, { keepMs, handedOutGid: all }) ?? 0)

  expect(tx.db.prepare('SELECT count(*) FROM events').pluck().get()).toBe(0)
})

/** The default room with an event for each of these dates; their `gid` counts from 1. */
async function transactionWith(dates: readonly number[]): Promise<Transaction> {
  const tx = await temporaryTransaction()
  const insert = tx.db.prepare(
    "INSERT INTO events (room_id, seq, type, at_ms) VALUES (1, ?, 'room_updated', ?)",
  )
  tx.db.transaction(() => dates.forEach((atMs, index) => insert.run(index + 1, atMs)))()
  return { ...tx, nowMs }
}
