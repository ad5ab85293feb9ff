/** Entry of the store's writing thread: the only connection of this process that changes the database. */
import { parentPort, workerData } from 'node:worker_threads'
import { systemClock } from '../../platform/clock.ts'
import type { LogFields } from '../../platform/log.ts'
import { expectCurrentSchema } from '../db/migrations.ts'
import { openDatabase } from '../db/open.ts'
import { isStorageFailure } from '../db/sqlite-failure.ts'
import { createBallast } from './ballast.ts'
import { createCheckpoints } from './checkpoints.ts'
import { createGroupCommit } from './group-commit.ts'
import { createIndexer } from './indexer.ts'
import { parent, unusable } from './parent.ts'
import type { FromWriter, ToWriter, WriterSettings } from './postings.ts'

/** What another process commits is known here after this long at most; a look costs 2 µs. */
const pollIntervalMs = 50
const failureLogIntervalMs = 10_000

const settings = workerData as WriterSettings
const port = parent<ToWriter, FromWriter>(parentPort)

try {
  start()
} catch (error) {
  port.post(unusable(error))
}

function start(): void {
  const { databasePath, follow } = settings
  const db = openDatabase(databasePath, 'write')
  expectCurrentSchema(db, databasePath)
  const checkpoints = createCheckpoints(db, databasePath, (event, fields) => notice('warn', event, fields))
  const onCommit = (written: { erased: boolean }) => checkpoints.committed(written)
  const ballast = createBallast(databasePath)
  // One process looks after the data, and a command line is gone before the disk is full.
  if (settings.keepEventsMs !== null) ballast.fill()
  const group = createGroupCommit({ db, ...settings, onCommit, onFailure: failed, ballast })
  const indexer = follow ? indexMessages() : undefined
  const polling = follow ? setInterval(() => guarded(look), pollIntervalMs) : undefined
  let failureLoggedAtMs = Number.NEGATIVE_INFINITY
  port.onMessage((message) => {
    if (message.type === 'close') return close()
    if (follow) guarded(drain)
    const result = group.run(message)
    port.post({ type: 'done', ...result })
    if (message.commands.length > 0) indexer?.committed(message.commands.length)
  })
  port.post({ type: 'opened', gid: group.gid() })

  /** Of all processes, the one that tells about messages also indexes them. */
  function indexMessages() {
    return createIndexer({
      db,
      clock: systemClock,
      onStep: () => checkpoints.committed({ erased: false }),
      onDamage: () => notice('warn', 'search_index_emptied', { reason: 'damaged' }),
      onFailure: failed,
    })
  }

  function look(): void {
    drain()
    checkpoints.idle()
  }

  function drain(): void {
    for (let page = group.foreignEvents(); page !== null; page = group.foreignEvents()) {
      port.post({ type: 'events', ...page })
      // Whoever wrote may be gone already; a command line, say, that has removed somebody.
      checkpoints.committed({ erased: true })
    }
  }

  /** The next look or write tries again, so a disk that fails for a while needs no restart. */
  function guarded(action: () => void): void {
    try {
      action()
    } catch (error) {
      if (!isStorageFailure(error)) throw error
      failed(error)
    }
  }

  /** A full disk may fail a thousand times a second; the log is on the same disk. */
  function failed(error: unknown): void {
    const nowMs = performance.now()
    if (nowMs - failureLoggedAtMs < failureLogIntervalMs) return
    failureLoggedAtMs = nowMs
    notice('error', 'database_failed', { message: String(error) })
  }

  function close(): void {
    clearInterval(polling)
    indexer?.stop()
    guarded(() => checkpoints.truncate())
    db.close()
    port.post({ type: 'closed' })
    port.close()
  }
}

function notice(level: 'warn' | 'error', event: string, fields: LogFields): void {
  port.post({ type: 'noticed', level, event, fields })
}
