import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import Sqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { createManualClock } from '../../../test/helpers/manual-clock.ts'
import { present } from '../../../test/helpers/present.ts'
import { temporaryDatabase, temporaryDatabasePath } from '../../../test/helpers/temporary-database.ts'
import { checkDatabase } from './check.ts'
import { migrate, migrationStatus } from './migrate.ts'
import { migrationsFolder, readMigrations } from './migrations.ts'

const fixture = path.join(import.meta.dirname, '../../../test/fixtures/database/migrate.ts')

const everything = readMigrations().map(({ version, name }) => ({ version, name }))
const latest = everything.length

describe('migrate', () => {
  test('makes a database, once', async () => {
    const databasePath = await temporaryDatabasePath()
    expect(migrationStatus(databasePath)).toMatchObject({
      exists: false,
      current: 0,
      pending: everything,
    })

    const first = await migrate(databasePath)
    const again = await migrate(databasePath)

    expect(first).toEqual({ from: 0, to: latest, applied: everything, copyPath: null })
    expect(again).toEqual({ from: latest, to: latest, applied: [], copyPath: null })
    expect(migrationStatus(databasePath)).toEqual({ exists: true, current: latest, latest, pending: [] })
    checkDatabase(databasePath)
  })

  test('every database has its own epoch', async () => {
    const epochs = await Promise.all(
      [temporaryDatabase(), temporaryDatabase()].map(async (made) => epochOf(await made)),
    )

    expect(new Set(epochs).size).toBe(2)
    expect(epochs[0]).toMatch(/^[0-9a-f]{32}$/)
  })

  test('a dry run says what would be done, and does nothing', async () => {
    const databasePath = await temporaryDatabasePath()

    const plan = await migrate(databasePath, { dryRun: true })

    expect(plan.applied).toEqual(everything)
    expect(await readdir(path.dirname(databasePath))).toEqual([])
  })

  test('keeps the database as it was, and the newest five such copies', async () => {
    const databasePath = await temporaryDatabase()
    const clock = createManualClock()
    const kept: (string | null)[] = []

    for (let version = latest + 1; version <= latest + 7; version += 1) {
      const folder = await migrationsUpTo(databasePath, version)
      kept.push((await migrate(databasePath, { clock, folder })).copyPath)
      clock.advance(60_000)
    }

    const copies = path.join(path.dirname(databasePath), 'copies')
    const files = await readdir(copies)
    expect(new Set(files.map((file) => path.join(copies, file)))).toEqual(new Set(kept.slice(-5)))
    const newest = present(kept.at(-1), 'a copy')
    expect(path.basename(newest)).toBe(`chat-v${latest + 6}-20270115T080600Z.db`)
    expect(versionOf(newest)).toBe(latest + 6)
    expect(((await stat(newest)).mode & 0o777).toString(8)).toBe('600')
  })

  test('one that fails changes nothing, and those before it stay', async () => {
    const databasePath = await temporaryDatabase()
    const folder = await migrationsUpTo(databasePath, latest + 1)
    await writeFile(
      path.join(folder, fileOf(latest + 2, 'broken')),
      'CREATE TABLE half (id INTEGER) STRICT;\nINSERT INTO nowhere VALUES (1);\n',
    )

    await expect(migrate(databasePath, { folder })).rejects.toThrow('no such table: nowhere')

    expect(versionOf(databasePath)).toBe(latest + 1)
    expect(tablesOf(databasePath)).not.toContain('half')
  })

  test('one that leaves a reference to nothing is undone', async () => {
    const databasePath = await temporaryDatabase()
    const folder = await migrationsUpTo(databasePath, latest)
    await writeFile(
      path.join(folder, fileOf(latest + 1, 'orphan')),
      'INSERT INTO message_images (message_id, position, image_id) VALUES (404, 0, 404);\n',
    )

    await expect(migrate(databasePath, { folder })).rejects.toThrow(
      `Migration ${latest + 1} breaks 2 references`,
    )

    expect(versionOf(databasePath)).toBe(latest)
  })

  test('a file that is not numbered next is refused', async () => {
    const databasePath = await temporaryDatabase()
    const folder = await migrationsUpTo(databasePath, latest)
    await writeFile(path.join(folder, fileOf(latest + 3, 'gap')), '')

    await expect(migrate(databasePath, { folder })).rejects.toThrow(`Expected migration ${latest + 1}`)
  })
})

describe('migrate in several processes', () => {
  test('eight starters at once apply everything once', async () => {
    const databasePath = await temporaryDatabasePath()

    const outputs = await Promise.all(Array.from({ length: 8 }, () => output(start(databasePath))))

    expect(outputs.toSorted()).toEqual([
      ...Array.from({ length: 7 }, () => 'applied 0\n'),
      `applied ${latest}\n`,
    ])
    checkDatabase(databasePath)
  }, 60_000)

  test('kill -9 at any statement leaves the schema before a migration or after it, and the next start finishes', async () => {
    const atOnce = 8
    const states: State[] = []

    while (states.at(-1)?.signal !== null) {
      const batch = Array.from({ length: atOnce }, (_, index) => stateAfterKill(states.length + index))
      states.push(...(await Promise.all(batch)))
    }

    const killed = states.filter(({ signal }) => signal === 'SIGKILL')
    expect(killed.length).toBeGreaterThan(20)
    const whole = await Promise.all([0, ...everything.map(({ version }) => version)].map(tablesAt))
    expect(killed.filter(({ version, tables }) => tables !== whole[version])).toEqual([])
    expect(states.at(-1)).toMatchObject({ version: latest })
  }, 60_000)
})

interface State {
  signal: NodeJS.Signals | null
  version: number
  tables: number
}

async function stateAfterKill(statements: number): Promise<State> {
  const databasePath = await temporaryDatabasePath()
  const child = start(databasePath, statements)
  await once(child, 'exit')
  const state = {
    signal: child.signalCode,
    version: versionOf(databasePath),
    tables: tablesOf(databasePath).length,
  }
  await migrate(databasePath)
  checkDatabase(databasePath)
  return state
}

function start(databasePath: string, killAfter: number | 'never' = 'never'): ChildProcess {
  return spawn(process.execPath, [fixture, databasePath, String(killAfter)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function output(child: ChildProcess): Promise<string> {
  return text(present(child.stdout, 'output'))
}

/** The real migrations, and made-up ones above them. */
async function migrationsUpTo(databasePath: string, version: number): Promise<string> {
  const folder = path.join(path.dirname(databasePath), `migrations-${version}`)
  await mkdir(folder)
  await cp(migrationsFolder, folder, { recursive: true })
  for (let next = latest + 1; next <= version; next += 1) {
    const file = path.join(folder, fileOf(next, 'made-up'))
    await writeFile(file, `CREATE TABLE made_up_${next} (id INTEGER PRIMARY KEY) STRICT;\n`)
  }
  return folder
}

function fileOf(version: number, name: string): string {
  return `${String(version).padStart(3, '0')}-${name}.sql`
}

/** How many tables there are once the migrations up to a version are applied. */
async function tablesAt(version: number): Promise<number> {
  const databasePath = await temporaryDatabasePath()
  const folder = path.join(path.dirname(databasePath), 'first-migrations')
  await mkdir(folder)
  for (const { version: number, name } of everything.slice(0, version))
    await cp(path.join(migrationsFolder, fileOf(number, name)), path.join(folder, fileOf(number, name)))
  await migrate(databasePath, { folder })
  return tablesOf(databasePath).length
}

function versionOf(databasePath: string): number {
  return query(databasePath, 'PRAGMA user_version') as number
}

function epochOf(databasePath: string): unknown {
  return query(databasePath, "SELECT value FROM meta WHERE key = 'epoch'")
}

function query(databasePath: string, sql: string): unknown {
  const db = new Sqlite(databasePath, { fileMustExist: true })
  try {
    return db.prepare(sql).pluck().get()
  } finally {
    db.close()
  }
}

function tablesOf(databasePath: string): unknown[] {
  const db = new Sqlite(databasePath, { fileMustExist: true })
  try {
    return db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck().all()
  } finally {
    db.close()
  }
}
