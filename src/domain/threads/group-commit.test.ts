import Sqlite, { type Database } from 'better-sqlite3'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { temporaryDatabase } from '../../../test/helpers/temporary-database.ts'
import { defaultAccountLimits } from '../account-limits.ts'
import type { CommandInput } from '../commands.ts'
import { openDatabase } from '../db/open.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import type { Outcome } from './outcome.ts'
import type { PostedCommand } from './postings.ts'

interface Setup {
  databasePath: string
  db: Database
  group: GroupCommit
  failures: unknown[]
}

const sender = register('ada')

describe('a full disk', () => {
  test('[promise 3] refuses the whole batch, keeps nothing of it, and goes on when there is space', async () => {
    const { db, group, failures } = await setUp()
    run(group, [sender])
    const before = db.pragma('page_count', { simple: true }) as number
    db.pragma(`max_page_count = ${before}`)
    const large = post('x'.repeat(16_000))

    const full = run(group, [post('small'), large, large, large, large])

    expect(full.outcomes.map(codeOf)).toEqual(Array.from({ length: 5 }, () => 'storage_full'))
    expect(full.events).toEqual([])
    expect(failures).toHaveLength(1)
    db.pragma('max_page_count = 1000000')
    const later = run(group, [post('again')])
    expect(later.outcomes).toMatchObject([{ ok: true, value: { n: 1, dup: false } }])
    expect(later.events).toMatchObject([{ seq: 2, type: 'message' }])
  })

  test('reads go on while it is full', async () => {
    const { db, group } = await setUp()
    run(group, [sender])
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true }) as number}`)
    run(group, [post('x'.repeat(16_000))])

    expect(group.run({ nowMs: 1, commands: [], snapshots: [1] }).snapshots).toMatchObject([
      { rooms: [{ last_n: 0 }] },
    ])
  })
})

describe('a database that can only be read', () => {
  test('refuses writes with unavailable, keeps reading, and goes on when it can be written', async () => {
    const { db, group, failures } = await setUp()
    run(group, [sender, post('before')])

    db.pragma('query_only = ON')
    const readOnly = group.run({ nowMs: 1, commands: [post('meanwhile')], snapshots: [] })
    const { snapshots } = group.run({ nowMs: 1, commands: [], snapshots: [1] })
    db.pragma('query_only = OFF')

    expect(readOnly.outcomes.map(codeOf)).toEqual(['unavailable'])
    expect(failures).toHaveLength(1)
    expect(snapshots).toMatchObject([{ rooms: [{ last_n: 1 }] }])
    expect(run(group, [post('after')]).outcomes).toMatchObject([{ ok: true, value: { n: 2 } }])
  })
})

describe('a lock that another process holds', () => {
  test('is waited for, and then refused with unavailable; nothing was done', async () => {
    const { databasePath, group } = await setUp()
    run(group, [sender])
    const other = new Sqlite(databasePath)
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')

    const startMs = performance.now()
    const blocked = run(group, [post('hello')])

    expect(blocked.outcomes.map(codeOf)).toEqual(['unavailable'])
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(lockDeadlineMs)
    other.exec('ROLLBACK')
    expect(run(group, [post('hello')]).outcomes).toMatchObject([{ ok: true, value: { n: 1 } }])
  })

  test('is not waited for anew by the second try of a batch', async () => {
    const { databasePath, db, group } = await setUp()
    run(group, [sender])
    const other = new Sqlite(databasePath)
    onTestFinished(() => void other.close())
    const takenAtMs = takeLockAfterRollback(db, other)
    // Fails, in the first try, after all the time that there was.
    const slow = post({ trim: () => 'x'.repeat(spend(lockDeadlineMs)) } as unknown as string)

    const { outcomes } = run(group, [slow])

    expect(outcomes.map(codeOf)).toEqual(['unavailable'])
    expect(performance.now() - takenAtMs()).toBeLessThan(lockDeadlineMs)
  })

  test('does not keep snapshots from being read', async () => {
    const { databasePath, group } = await setUp()
    run(group, [sender])
    const other = new Sqlite(databasePath)
    onTestFinished(() => void other.close())
    other.exec('BEGIN IMMEDIATE')

    expect(group.run({ nowMs: 1, commands: [], snapshots: [1, 404] }).snapshots).toMatchObject([
      { epoch: /./ },
      null,
    ])
  })
})

describe('a command that fails as nobody foresaw', () => {
  test('is told as a bug, undone, and spoils no other', async () => {
    const { group } = await setUp()
    run(group, [sender])
    // Passes for a text until SQLite is to keep it, when the room was advanced already.
    const impossible = post({ trim: () => 'x' } as unknown as string)

    const { outcomes, events } = run(group, [post('one'), impossible, post('two')])

    expect(outcomes).toMatchObject([{ ok: true }, { ok: false, bug: {} }, { ok: true, value: { n: 2 } }])
    expect(events).toHaveLength(2)
  })

  test('is undone alone also where the batch before it had one', async () => {
    const { group } = await setUp()
    run(group, [sender])
    const impossible = post({ trim: () => 'x' } as unknown as string)
    run(group, [impossible])

    const again = run(group, [impossible, post('one')])
    const after = run(group, [post('two')])

    expect(again.outcomes).toMatchObject([
      { ok: false, bug: {} },
      { ok: true, value: { n: 1 } },
    ])
    expect(again.events).toHaveLength(1)
    expect(after.outcomes).toMatchObject([{ ok: true, value: { n: 2 } }])
  })
})

describe('a COMMIT that fails', () => {
  test('is never told as success, and its events are not told at all', async () => {
    const { db, group } = await setUp()
    run(group, [sender])
    db.pragma('foreign_keys = ON')
    // A deferred constraint is looked at by COMMIT, after every command has succeeded.
    db.exec('CREATE TABLE child (id INTEGER REFERENCES rooms (id) DEFERRABLE INITIALLY DEFERRED) STRICT')
    db.exec('CREATE TRIGGER orphan AFTER INSERT ON messages BEGIN INSERT INTO child VALUES (404); END')

    const { outcomes, events, snapshots } = group.run({ nowMs: 1, commands: [post('hello')], snapshots: [1] })

    expect(outcomes).toMatchObject([{ ok: false, bug: {} }])
    expect(snapshots).toMatchObject({ ok: false })
    expect(events).toEqual([])
    db.exec('DROP TRIGGER orphan')
    expect(run(group, [post('hello')]).events).toMatchObject([{ seq: 2 }])
  })
})

describe("other connections' events", () => {
  test('come in pages, before our own, and once', async () => {
    const { databasePath, group } = await setUp()
    run(group, [sender])
    const other = openDatabase(databasePath, 'write')
    onTestFinished(() => void other.close())
    const elsewhere = createGroupCommit({ db: other, ...options })
    for (let batch = 0; batch < 3; batch += 1)
      run(
        elsewhere,
        Array.from({ length: 500 }, () => post('there')),
      )

    const pages = [group.foreignEvents(), group.foreignEvents(), group.foreignEvents()]
    run(elsewhere, [post('just now')])
    const own = run(group, [post('here')])

    expect(pages.map((page) => page?.events.length)).toEqual([1_000, 500, undefined])
    expect(own.events.map(({ seq }) => seq)).toEqual([1_502, 1_503])
    expect(group.foreignEvents()).toBeNull()
  })

  test('a snapshot brings along those that are in it', async () => {
    const { databasePath, group } = await setUp()
    run(group, [sender])
    const other = openDatabase(databasePath, 'write')
    onTestFinished(() => void other.close())
    run(createGroupCommit({ db: other, ...options }), [post('there')])

    const { events, snapshots } = group.run({ nowMs: 1, commands: [], snapshots: [1] })

    expect(events).toMatchObject([{ type: 'message', seq: 2 }])
    expect(snapshots).toMatchObject([{ rooms: [{ last_seq: 2 }] }])
  })

  test('are not read where nobody follows', async () => {
    const { group } = await setUp({ follow: false })

    expect(run(group, [sender, post('hello')]).events).toEqual([])
  })
})

const lockDeadlineMs = 50

const options = {
  sessionLimits: { idleMs: 1_000_000, maxMs: 1_000_000 },
  accountLimits: defaultAccountLimits,
  follow: true,
  afterGid: null,
  keepEventsMs: null,
  onCommit: () => {},
  ballast: { fill: () => {}, release: () => false },
  onFailure: () => {},
}

async function setUp({ follow = true } = {}): Promise<Setup> {
  const databasePath = await temporaryDatabase()
  const db = openDatabase(databasePath, 'write')
  onTestFinished(() => void db.close())
  const failures: unknown[] = []
  const onFailure = (error: unknown) => void failures.push(error)
  const group = createGroupCommit({ ...options, db, follow, onFailure, lockDeadlineMs })
  return { databasePath, db, group, failures }
}

function run(group: GroupCommit, commands: PostedCommand[]) {
  return group.run({ nowMs: 1_800_000_000_000, commands, snapshots: [] })
}

/** Somebody else is quicker than what is begun again. Returns when that was. */
function takeLockAfterRollback(db: Database, other: Database): () => number {
  let takenAtMs = 0
  const prepare = db.prepare.bind(db)
  vi.spyOn(db, 'prepare').mockImplementation((sql: string) => {
    const prepared = prepare(sql)
    if (sql !== 'ROLLBACK') return prepared
    const rollback = prepared.run.bind(prepared)
    prepared.run = () => {
      const result = rollback()
      other.exec('BEGIN IMMEDIATE')
      takenAtMs = performance.now()
      return result
    }
    return prepared
  })
  return () => takenAtMs
}

function spend(ms: number): number {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
  return 1
}

function register(username: string): PostedCommand {
  const input: CommandInput<'register'> = {
    username,
    displayName: null,
    placeName: null,
    passwordHash: 'hash',
    registration: 'open',
    secret: null,
  }
  return { kind: 'register', input }
}

function post(text: string): PostedCommand {
  const input: CommandInput<'post_message'> = {
    senderId: 1,
    roomId: null,
    clientMessageId: null,
    text,
    imageIds: [],
    replyTo: null,
  }
  return { kind: 'post_message', input }
}

function codeOf(outcome: Outcome): string | null {
  return !outcome.ok && 'refusal' in outcome ? outcome.refusal.code : null
}
