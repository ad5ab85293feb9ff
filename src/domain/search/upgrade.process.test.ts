import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openTestStore, temporaryDatabasePath } from '../../../test/helpers/temporary-database.ts'
import { limits } from '../../protocol/limits.ts'
import { migrate } from '../db/migrate.ts'
import { migrationsFolder } from '../db/migrations.ts'
import type { Store } from '../store.ts'

const messages = 3_000

test('messages from before the index are found once it has come to them', async () => {
  const databasePath = await temporaryDatabasePath()
  const folder = path.join(path.dirname(databasePath), 'migrations')
  await mkdir(folder)
  await cp(path.join(migrationsFolder, '001-first.sql'), path.join(folder, '001-first.sql'))
  await migrate(databasePath, { folder })
  fill(databasePath)

  await migrate(databasePath)
  const store = await openTestStore({ databasePath })
  const post = { senderId: 1, roomId: 1, clientMessageId: null, imageIds: [], replyTo: null }
  await store.execute('post_message', { ...post, text: 'heron of today' })
  await indexed(store)

  const found = await allFound(store)
  expect(found).toHaveLength(messages + 1)
  expect([found.at(0), found.at(-1)]).toEqual(['heron of today', 'heron 1'])
})

/** With SQL, as an earlier version would have left it. */
function fill(databasePath: string): void {
  const db = new Sqlite(databasePath)
  db.exec(`
    INSERT INTO accounts (username, username_folded, username_skeleton, display_name, display_name_folded, role, password_hash, created_at_ms)
      VALUES ('ada', 'ada', 'ada', 'ada', 'ada', 'owner', 'hash', 0);
    INSERT INTO memberships (room_id, account_id, role, joined_at_ms, last_read_n) VALUES (1, 1, 'owner', 0, 0);
    WITH RECURSIVE row (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM row WHERE i < ${messages})
      INSERT INTO messages (room_id, seq, n, sender_id, client_message_id, text, image_count, created_at_ms)
      SELECT 1, i, i, 1, randomblob(16), 'heron ' || i, 0, i FROM row;
    UPDATE rooms SET last_seq = ${messages}, last_n = ${messages} WHERE id = 1`)
  db.close()
}

function look(store: Store, belowId: number | null) {
  const anything = { roomId: null, senderId: null, beforeMs: null, afterMs: null }
  return store.read('search', {
    ...{ accountId: 1, q: 'heron', belowId, limit: 1_000, maxBytes: limits.maxReplyBytes, ...anything },
  })
}

async function indexed(store: Store): Promise<void> {
  for (;;) {
    const { newLeft, oldLeft } = await store.read('search_state', {})
    if (newLeft + oldLeft === 0) return
  }
}

async function allFound(store: Store): Promise<string[]> {
  const texts: string[] = []
  let belowId: number | null = null
  do {
    const found: Awaited<ReturnType<typeof look>> = await look(store, belowId)
    for (const hit of found.hits) texts.push((JSON.parse(hit) as { message: { text: string } }).message.text)
    belowId = found.belowId
  } while (belowId !== null)
  return texts
}
