import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openTestStore, temporaryDatabasePath } from '../../test/helpers/temporary-database.ts'
import { migrate } from './db/migrate.ts'
import { migrationsFolder, readMigrations } from './db/migrations.ts'

test('[P-61] rooms that an earlier version left to disabled owners have another, and their members hear it', async () => {
  const databasePath = await temporaryDatabasePath()
  await migrateTo(5, databasePath)
  fill(databasePath)

  await migrate(databasePath)

  const store = await openTestStore({ databasePath })
  const roles = await Promise.all([2, 3].map(async (id) => (await store.snapshot(id))?.rooms))
  expect(roles.map((rooms) => rooms?.map(({ name, role }) => `${role} of ${name}`))).toEqual([
    ['member of Everyone', 'member of Den', 'owner of Lab'],
    ['member of Everyone', 'owner of Den', 'moderator of Lab'],
  ])
  const { epoch } = await store.read('place', {})
  const { json } = await store.read('sync', { accountId: 3, epoch, roomId: 2, from: 7 })
  expect(JSON.parse(json)).toMatchObject({
    to: 8,
    events: [{ type: 'member_changed', payload: { seq: 8, user_id: '3', change: 'role', role: 'owner' } }],
  })
  const untouched = await store.read('sync', { accountId: 3, epoch, roomId: 3, from: 0 })
  expect(JSON.parse(untouched.json)).toMatchObject({ to: 0, events: [] })
})

async function migrateTo(version: number, databasePath: string): Promise<void> {
  const folder = path.join(path.dirname(databasePath), 'migrations')
  await mkdir(folder)
  for (const file of readMigrations().slice(0, version).map(fileOf))
    await cp(path.join(migrationsFolder, file), path.join(folder, file))
  await migrate(databasePath, { folder })
}

function fileOf({ version, name }: { version: number; name: string }): string {
  return `${String(version).padStart(3, '0')}-${name}.sql`
}

/** Ada is disabled, and owns Den alone, and Lab with Bob. */
function fill(databasePath: string): void {
  const db = new Sqlite(databasePath)
  const account = (name: string, disabledAtMs: string) => `
    INSERT INTO accounts (username, username_folded, username_skeleton, display_name, display_name_folded, role, password_hash, created_at_ms, disabled_at_ms)
      VALUES ('${name}', '${name}', '${name}', '${name}', '${name}', 'member', 'hash', 0, ${disabledAtMs});`
  const room = (name: string, lastSeq: number) => `
    INSERT INTO rooms (kind, name, name_folded, name_skeleton, topic, created_by, created_at_ms, last_message_at_ms, last_seq)
      VALUES ('private', '${name}', '${name}', '${name}', '', 1, 0, 0, ${lastSeq});`
  db.exec(
    account('ada', '1') + account('bob', 'NULL') + account('cat', 'NULL') + room('Den', 7) + room('Lab', 0),
  )
  db.exec(`
    INSERT INTO memberships (room_id, account_id, role, joined_at_ms, last_read_n) VALUES
      (1, 1, 'member', 0, 0), (1, 2, 'member', 0, 0), (1, 3, 'member', 0, 0),
      (2, 1, 'owner', 0, 0), (2, 2, 'member', 1, 0), (2, 3, 'moderator', 2, 0),
      (3, 1, 'owner', 0, 0), (3, 2, 'owner', 1, 0), (3, 3, 'moderator', 2, 0)`)
  db.close()
}
