/** The store alone, over as many messages as one asks for; they are made with SQL, since nobody has a week. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { migrate } from '../../src/domain/db/migrate.ts'
import { openStore } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'
import { addMember } from '../harness/chat-server.ts'
import { answer, usage } from '../harness/program.ts'

const hourMs = 3_600_000
let store: Store
let accountId: number

answer({
  async open({ messages }: { messages: number }) {
    const folder = mkdtempSync(join(tmpdir(), 'chat-bench-'))
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
    const databasePath = join(folder, 'chat.db')
    await migrate(databasePath)
    store = await openStore({ databasePath, follow: true, sessionIdleMs: hourMs, sessionMaxMs: hourMs })
    accountId = (await addMember(store, 'reader')).accountId
    await store.close()
    fill(databasePath, messages)
    store = await openStore({ databasePath, follow: true, sessionIdleMs: hourMs, sessionMaxMs: hourMs })
  },
  async pages({ count, messages }: { count: number; messages: number }) {
    const tookMs: number[] = []
    for (let page = 0; page < count; page++) {
      const beforeN = 1 + Math.floor(Math.random() * messages)
      const startMs = performance.now()
      await store.read('history', { accountId, roomId: 1, at: { beforeN }, limit: 50 })
      tookMs.push(performance.now() - startMs)
    }
    return tookMs
  },
  async post({ count }: { count: number }) {
    const before = usage().cpuSeconds
    for (let left = count; left > 0; left -= 16) await Promise.all(Array.from({ length: 16 }, post))
    return ((usage().cpuSeconds - before) / count) * 1e6
  },
})

function post() {
  return store.execute('post_message', {
    ...{ senderId: accountId, roomId: 1, clientMessageId: crypto.randomUUID(), imageIds: [], replyTo: null },
    text: 'The heron moved up four millimetres, and the caption under it lost a line.',
  })
}

function fill(databasePath: string, messages: number): void {
  const db = new Database(databasePath)
  db.pragma('synchronous = OFF')
  const series = `WITH RECURSIVE row (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM row WHERE i < ${messages})`
  db.exec(`
    BEGIN;
    ${series} INSERT INTO messages (room_id, seq, n, sender_id, client_message_id, text, image_count, created_at_ms)
      SELECT 1, last_seq + i, i, ${accountId}, randomblob(16), 'Message ' || i || ' says no more than most do.', 0, i
      FROM row, rooms WHERE rooms.id = 1;
    INSERT INTO events (room_id, seq, type, at_ms, message_id)
      SELECT room_id, seq, 'message', created_at_ms, id FROM messages ORDER BY id;
    UPDATE rooms SET last_seq = last_seq + ${messages}, last_n = ${messages} WHERE id = 1;
    COMMIT`)
  db.close()
}
