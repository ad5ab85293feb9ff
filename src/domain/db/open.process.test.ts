import { chmod, mkdir, open, stat, truncate, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { temporaryDatabase, temporaryDatabasePath } from '../../../test/helpers/temporary-database.ts'
import { openStore } from '../sqlite-store.ts'
import { checkDatabase } from './check.ts'
import { DatabaseError } from './database-error.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { openDatabase } from './open.ts'

const sessions = { sessionIdleMs: 1_000_000, sessionMaxMs: 1_000_000 }

describe('a connection that writes', () => {
  test('runs with WAL, FULL, foreign keys, and erases what it deletes', async () => {
    const db = openDatabase(await temporaryDatabase(), 'write')

    const settings = ['journal_mode', 'synchronous', 'foreign_keys', 'secure_delete'].map((name) =>
      db.pragma(name, { simple: true }),
    )
    db.close()

    expect(settings).toEqual(['wal', 2, 1, 1])
  })

  test('is refused a row that refers to nothing', async () => {
    const db = openDatabase(await temporaryDatabase(), 'write')

    const insert = () =>
      db.exec(
        "INSERT INTO memberships (room_id, account_id, role, joined_at_ms, last_read_n) VALUES (1, 404, 'member', 0, 0)",
      )

    expect(insert).toThrow('FOREIGN KEY')
    db.close()
  })

  test('a connection that reads cannot write', async () => {
    const db = openDatabase(await temporaryDatabase(), 'read')

    expect(() => db.exec('DELETE FROM meta')).toThrow('readonly')
    db.close()
  })
})

describe('files', () => {
  test('the database, its WAL and the folder made for it are for their owner alone', async () => {
    const databasePath = path.join(path.dirname(await temporaryDatabasePath()), 'new', 'chat.db')
    await migrate(databasePath)
    const db = openDatabase(databasePath, 'write')
    db.exec("UPDATE meta SET value = 'x' WHERE key = 'place_name'")

    const modes = await Promise.all(
      [path.dirname(databasePath), databasePath, `${databasePath}-wal`, `${databasePath}-shm`].map(modeOf),
    )
    db.close()

    expect(modes).toEqual(['700', '600', '600', '600'])
  })
})

describe('a file that cannot be used is refused with what to do', () => {
  test('none: migrate makes it', async () => {
    const databasePath = await temporaryDatabasePath()

    expect(await refusalOf(databasePath)).toMatchObject({
      fault: 'missing',
      message: expect.stringMatching(/chat-stack migrate/) as string,
    })
  })

  test('something else than a database', async () => {
    const databasePath = await temporaryDatabasePath()
    await writeFile(databasePath, 'Dear diary, '.repeat(1_000))

    expect(await refusalOf(databasePath)).toMatchObject({
      fault: 'not_a_database',
      message: expect.stringMatching(/not a chat-stack database/) as string,
    })
    await expect(migrate(databasePath)).rejects.toMatchObject({ fault: 'not_a_database' })
  })

  test('a folder', async () => {
    const databasePath = await temporaryDatabasePath()
    await mkdir(databasePath)

    await expect(migrate(databasePath)).rejects.toMatchObject({ fault: 'not_a_database', exitCode: 78 })
  })

  test('a damaged database, which opens, and where only a check of all of it tells', async () => {
    const databasePath = await damagedDatabase()

    openDatabase(databasePath, 'write').close()

    expect(() => checkDatabase(databasePath)).toThrow(DatabaseError)
    expect(() => checkDatabase(databasePath)).toThrow(/is damaged.*newest good backup/s)
  })

  test('a database that was cut off', async () => {
    const databasePath = await temporaryDatabase()
    await truncate(databasePath, 8_192)

    expect(() => checkDatabase(databasePath)).toThrow(/is damaged/)
  })

  test('a schema from the future', async () => {
    const databasePath = await temporaryDatabase()
    setVersion(databasePath, 999)

    expect(await refusalOf(databasePath)).toMatchObject({
      fault: 'schema_newer',
      message: expect.stringMatching(/schema 999.*newer chat-stack/) as string,
    })
    await expect(migrate(databasePath)).rejects.toMatchObject({ fault: 'schema_newer', exitCode: 78 })
    expect(() => migrationStatus(databasePath)).toThrow(/schema 999/)
    expect(() => checkDatabase(databasePath)).toThrow(/schema 999/)
  })

  test('a schema from the past: migrate brings it up', async () => {
    const databasePath = await temporaryDatabase()
    setVersion(databasePath, 0)

    expect(await refusalOf(databasePath)).toMatchObject({
      fault: 'schema_older',
      message: expect.stringMatching(/run "chat-stack migrate"/) as string,
    })
  })

  // Root may read everything, so there is nothing to refuse.
  test.skipIf(process.getuid?.() === 0)('one that belongs to somebody else', async () => {
    const databasePath = await temporaryDatabase()
    await chmod(databasePath, 0o000)

    expect(await refusalOf(databasePath)).toMatchObject({
      fault: 'no_permission',
      message: expect.stringMatching(/may not read and write/) as string,
    })
  })
})

/** What a store that is opened says, and how a program then ends: another try would end the same way. */
async function refusalOf(databasePath: string): Promise<DatabaseError> {
  const error: unknown = await openStore({ databasePath, follow: true, ...sessions }).catch(
    (reason: unknown) => reason,
  )
  if (error instanceof DatabaseError && error.exitCode === 78) return error
  throw new Error('Expected the database to be refused.', { cause: error })
}

function setVersion(databasePath: string, version: number): void {
  const db = new Sqlite(databasePath)
  db.pragma(`user_version = ${version}`)
  db.close()
}

/** Two pages in the middle are overwritten; the first, which is read at opening, is sound. */
async function damagedDatabase(): Promise<string> {
  const databasePath = await temporaryDatabase()
  const file = await open(databasePath, 'r+')
  await file.write(Buffer.alloc(2 * 4_096, 0x5a), 0, 2 * 4_096, 4 * 4_096)
  await file.close()
  return databasePath
}

async function modeOf(file: string): Promise<string> {
  return ((await stat(file)).mode & 0o777).toString(8)
}
