import { statSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { temporaryDatabase } from '../../../test/helpers/temporary-database.ts'
import { openDatabase } from '../db/open.ts'
import { createCheckpoints } from './checkpoints.ts'

const mebibyte = 1024 * 1024

test('the WAL is emptied when nothing was committed for two seconds', async () => {
  const { db, checkpoints, clock, walBytes } = await setUp()
  write(db, mebibyte)
  checkpoints.committed({ erased: false })

  clock.advance(2_000)
  checkpoints.idle()
  expect(walBytes()).toBeGreaterThan(0)
  clock.advance(1)
  checkpoints.idle()

  expect(walBytes()).toBe(0)
})

test('[P-24] what was erased leaves the WAL within five seconds, though commits go on', async () => {
  const { db, checkpoints, clock, walBytes } = await setUp()
  write(db, mebibyte)
  checkpoints.committed({ erased: true })

  for (let second = 0; second < 5; second += 1) {
    clock.advance(1_000)
    checkpoints.committed({ erased: false })
    checkpoints.idle()
    expect(walBytes()).toBeGreaterThan(0)
  }
  clock.advance(1)
  checkpoints.idle()

  expect(walBytes()).toBe(0)
})

test('a WAL that is held by a reader is emptied when the reader is done', async () => {
  const { db, databasePath, checkpoints, clock, walBytes } = await setUp()
  const reader = openDatabase(databasePath, 'read')
  onTestFinished(() => void reader.close())
  write(db, mebibyte)
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM meta').get()
  checkpoints.committed({ erased: false })
  clock.advance(2_001)
  checkpoints.idle()
  expect(walBytes()).toBeGreaterThan(0)

  reader.exec('COMMIT')
  clock.advance(1_000)
  checkpoints.idle()

  expect(walBytes()).toBe(0)
})

test('a WAL that a reader keeps from starting over is told of above 64 MB, once a minute', async () => {
  const { db, databasePath, checkpoints, clock, notices } = await setUp()
  const reader = openDatabase(databasePath, 'read')
  onTestFinished(() => void reader.close())
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM meta').get()

  write(db, 60 * mebibyte)
  checkpoints.committed({ erased: false })
  expect(notices).toEqual([])
  write(db, 6 * mebibyte)
  for (let second = 0; second < 61; second += 1) {
    clock.advance(1_000)
    checkpoints.committed({ erased: false })
  }

  expect(notices).toEqual(['wal_large', 'wal_large'])
})

async function setUp() {
  const databasePath = await temporaryDatabase()
  const db = openDatabase(databasePath, 'write')
  onTestFinished(() => void db.close())
  db.exec('CREATE TABLE filler (bytes BLOB) STRICT')
  db.pragma('synchronous = OFF')
  const notices: string[] = []
  const clock = createManualClock()
  const checkpoints = createCheckpoints(db, databasePath, (event) => void notices.push(event), clock)
  return {
    databasePath,
    db,
    checkpoints,
    clock,
    notices,
    walBytes: () => statSync(`${databasePath}-wal`).size,
  }
}

function write(db: Database, bytes: number): void {
  db.prepare('INSERT INTO filler VALUES (zeroblob(?))').run(bytes)
}
