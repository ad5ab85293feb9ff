import { expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { account, temporaryTransaction } from '../../../test/helpers/temporary-transaction.ts'
import { leftAfter, progressOf } from '../search/search-index.ts'
import type { Transaction } from '../transaction.ts'
import { createIndexer } from './indexer.ts'

/** As fast as messages ever come: full batches, one behind the other. */
const batchMessages = 512
const batchMs = 10

test('new messages are indexed once nobody writes for 20 ms', async () => {
  const { indexer, clock, add, newLeft } = await setUp()
  add(5)
  indexer.committed(1)

  clock.advance(19)
  expect(newLeft()).toBe(5)
  clock.advance(1)

  expect(newLeft()).toBe(0)
})

test('where somebody writes all the time, they are indexed after 250 ms all the same', async () => {
  const { indexer, clock, add, newLeft } = await setUp()
  const behind: number[] = []
  for (let elapsedMs = 0; elapsedMs < 2_000; elapsedMs += batchMs) {
    add(1)
    indexer.committed(1)
    clock.advance(batchMs)
    behind.push(newLeft())
  }

  expect(Math.max(...behind)).toBeLessThanOrEqual(28)
  expect(behind.filter((left) => left === 0).length).toBeGreaterThan(5)
})

test('at the most that is ever written, it stays within 6,000 messages, with one step behind each batch', async () => {
  const { indexer, clock, add, newLeft } = await setUp({ shortestMs: batchMs })
  const behind: number[] = []
  for (let batch = 0; batch < 60; batch += 1) {
    add(batchMessages)
    indexer.committed(batchMessages)
    clock.advance(batchMs)
    behind.push(newLeft())
  }

  expect(Math.max(...behind)).toBeGreaterThan(4_000)
  expect(Math.max(...behind)).toBeLessThanOrEqual(6_000)
  clock.advance(5_000)
  expect(newLeft()).toBe(0)
}, 60_000)

test('old messages are indexed also where somebody writes all the time', async () => {
  const { indexer, clock, add, tx } = await setUp({ before: 1_000 })
  for (let elapsedMs = 0; elapsedMs < 4_000; elapsedMs += batchMs) {
    add(1)
    indexer.committed(1)
    clock.advance(batchMs)
  }

  expect(progressOf(tx).oldestId).toBe(1)
}, 60_000)

test('what another process wrote is found within a second', async () => {
  const { clock, add, newLeft } = await setUp()
  clock.advance(5_000)
  add(3)

  clock.advance(1_000)

  expect(newLeft()).toBe(0)
})

test('while another connection writes, it waits, and goes on afterwards', async () => {
  const { indexer, clock, add, newLeft, other } = await setUp()
  add(1)
  other.exec('BEGIN IMMEDIATE')
  indexer.committed(1)
  clock.advance(200)
  expect(newLeft()).toBe(1)

  other.exec('ROLLBACK')
  clock.advance(100)

  expect(newLeft()).toBe(0)
})

/** `shortestMs`: how long the thread is busy with what comes before a step. */
async function setUp({ before = 0, shortestMs = 0 } = {}) {
  const tx = await temporaryTransaction()
  const sender = account(tx, 'ada').id
  const add = adder(tx, sender)
  const { default: Sqlite } = await import('better-sqlite3')
  const other = new Sqlite(tx.db.name)
  onTestFinished(() => void other.close())
  add(before)
  const clock = createManualClock()
  const unexpected = () => {
    throw new Error('Expected nothing to fail.')
  }
  const busyClock = {
    ...clock,
    after: (ms: number, callback: () => void) => clock.after(Math.max(ms, shortestMs), callback),
  }
  const indexer = createIndexer({
    db: tx.db,
    clock: busyClock,
    onStep: () => undefined,
    onDamage: unexpected,
    onFailure: unexpected,
  })
  onTestFinished(() => indexer.stop())
  clock.advance(batchMs)
  const newLeft = () => leftAfter(tx, progressOf(tx)).newLeft
  return { tx, other, indexer, clock, add, newLeft }
}

/** Rows alone: what else a message costs is not what is looked at. */
function adder(tx: Transaction, sender: number): (count: number) => void {
  let n = 0
  const insert = tx.db.prepare(
    `INSERT INTO messages (room_id, seq, n, sender_id, client_message_id, text, image_count, created_at_ms)
     VALUES (1, ?, ?, ?, randomblob(16), ?, 0, ?)`,
  )
  return tx.db.transaction((count: number) => {
    for (let left = count; left > 0; left -= 1) {
      n += 1
      insert.run(n, n, sender, `the heron moved up ${n} millimetres`, n)
    }
  })
}
