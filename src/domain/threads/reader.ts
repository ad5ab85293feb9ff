/** Entry of the store's reading thread: a long read here delays no commit. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { expectCurrentSchema } from '../db/migrations.ts'
import { openDatabase } from '../db/open.ts'
import { isStorageFailure, refusalOf } from '../db/sqlite-failure.ts'
import { statement } from '../db/statement.ts'
import { DomainError } from '../errors.ts'
import { runQuery } from '../query-handlers.ts'
import { failure, type Outcome } from './outcome.ts'
import { parent, unusable } from './parent.ts'
import type { FromReader, ThreadSettings, ToReader } from './postings.ts'

const begin = statement('BEGIN')
const rollback = statement('ROLLBACK')

const { databasePath, sessionLimits, accountLimits } = workerData as ThreadSettings
const port = parent<ToReader, FromReader>(parentPort)

try {
  start()
} catch (error) {
  port.post(unusable(error))
}

function start(): void {
  const db = openDatabase(databasePath, 'read')
  expectCurrentSchema(db, databasePath)
  port.onMessage((message) => {
    if (message.type === 'close') return close(db)
    port.post({ type: 'result', id: message.id, outcome: answer(db, message) })
  })
  port.post({ type: 'opened' })
}

/** In one transaction, so that what one may see and what one gets are of the same moment. */
function answer(db: Database, { kind, input, nowMs }: Extract<ToReader, { type: 'read' }>): Outcome {
  try {
    begin(db).run()
    return { ok: true, value: runQuery({ db, nowMs, sessionLimits, accountLimits }, kind, input) }
  } catch (error) {
    return failure(isStorageFailure(error) ? unreadable(error) : error)
  } finally {
    if (db.inTransaction) rollback(db).run()
  }
}

/** A read needs no space, so whatever the disk says, the answer is to come back later. */
function unreadable(error: unknown): Error {
  const refusal = refusalOf(error)
  return refusal.code === 'storage_full' ? new DomainError('unavailable', { cause: error }) : refusal
}

function close(db: Database): void {
  db.close()
  port.post({ type: 'closed' })
  port.close()
}
