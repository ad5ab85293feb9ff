import { fork } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import Sqlite, { type Database } from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { QueryInput } from '../../src/domain/queries.ts'
import { progressOf } from '../../src/domain/search/search-index.ts'
import { form } from '../../src/domain/search/tokens.ts'
import type { Store } from '../../src/domain/store.ts'
import { limits } from '../../src/protocol/limits.ts'
import { pairsIn, rowsCounted, saidIn, saidPairs } from '../helpers/index-contents.ts'
import { openTestStore, temporaryDatabase } from '../helpers/temporary-database.ts'

// Each kill is followed by the start of a process, which a busy machine takes seconds for.
vi.setConfig({ testTimeout: 180_000 })

const kills = 8
/** Half of it came while nobody indexed, and goes in large steps; the other half is from before there was an index. */
const backlog = 20_000
/** So far into the indexing: somewhere in one of its steps, or between two. */
const latestKillMs = 250
const english = ['heron', 'egret', 'stork', 'ibis', 'spoonbill', 'élan', 'a-quay']
const chinese = ['上海', '崇明', '印厂', '苍鹭在河边', '白鹭', '明天开会']
const vocabulary = [...english, ...chinese]
const fixture = new URL('../fixtures/database/indexes-and-changes.ts', import.meta.url)

test('[P-90] [P-91] each message is found once, by what it says now, however often its indexer is killed', async ({
  annotate,
}) => {
  const databasePath = await temporaryDatabase()
  fill(databasePath)
  const left: number[] = []
  for (let kill = 0; kill < kills; kill += 1) {
    await indexAndKill(databasePath)
    left.push(leftIn(databasePath))
  }
  await annotate(`messages left at each kill: ${left.join(', ')}`)
  expect(left.filter((count) => count > 0).length).toBeGreaterThanOrEqual(kills / 2)
  expect(left.at(-1)).toBeLessThan(backlog)

  const store = await openTestStore({ databasePath })
  await untilIndexed(store)
  const db = open(databasePath)
  const said = saidIn(db)
  for (const word of ['heron', 'élan', '上海', '白鹭']) {
    const ids = said.filter(({ text }) => says(text, word)).map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(0)
    expect({ word, ids: await idsFound(store, word) }).toEqual({ word, ids: ids.toReversed() })
  }
  await store.close()

  db.exec("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 0)")
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(rowsCounted(db)).toBe(said.length)
  expect(pairsIn(db)).toEqual(saidPairs(said))
  db.close()
})

/** Nothing of it is indexed. */
function fill(databasePath: string): void {
  const db = open(databasePath)
  db.exec(`
    INSERT INTO accounts (username, username_folded, username_skeleton, display_name, display_name_folded, role, password_hash, created_at_ms)
      VALUES ('ada', 'ada', 'ada', 'ada', 'ada', 'owner', 'hash', 0);
    INSERT INTO memberships (room_id, account_id, role, joined_at_ms, last_read_n) VALUES (1, 1, 'owner', 0, 0);
    UPDATE rooms SET last_seq = ${backlog}, last_n = ${backlog} WHERE id = 1;
    UPDATE search_progress SET form = '${form}', oldest_id = ${backlog / 2 + 1}, newest_id = ${backlog / 2}`)
  const insert = db.prepare(
    `INSERT INTO messages (room_id, seq, n, sender_id, client_message_id, text, image_count, created_at_ms)
     VALUES (1, ?, ?, 1, randomblob(16), ?, 0, ?)`,
  )
  db.transaction(() => {
    for (let n = 1; n <= backlog; n += 1) insert.run(n, n, `${someWords(english)} ${someWords(chinese)}`, n)
  })()
  db.close()
}

async function indexAndKill(databasePath: string): Promise<void> {
  const child = fork(fixture, [databasePath, vocabulary.join('|')], { stdio: 'inherit' })
  const ended = once(child, 'exit')
  onTestFinished(() => void child.kill('SIGKILL'))
  const [message] = await Promise.race([once(child, 'message'), ended])
  expect(message).toEqual({ opened: true })
  await pause(randomInt(latestKillMs + 1))
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
}

function leftIn(databasePath: string): number {
  const db = open(databasePath)
  const { oldestId, newestId } = progressOf({ db })
  const count = db.prepare<[number, number], number>('SELECT count(*) FROM messages WHERE id < ? OR id > ?')
  const left = count.pluck().get(oldestId, newestId) ?? 0
  db.close()
  return left
}

async function untilIndexed(store: Store): Promise<void> {
  for (;;) {
    const { newLeft, oldLeft: old } = await store.read('search_state', {})
    if (newLeft + old === 0) return
  }
}

async function idsFound(store: Store, q: string): Promise<number[]> {
  const ids: number[] = []
  const anything = { roomId: null, senderId: null, beforeMs: null, afterMs: null }
  let belowId: number | null = null
  do {
    const asked = { accountId: 1, q, belowId, limit: 1_000, maxBytes: limits.maxReplyBytes, ...anything }
    const found: Awaited<ReturnType<typeof look>> = await look(store, asked)
    for (const hit of found.hits) ids.push(Number((JSON.parse(hit) as Hit).message.message_id))
    belowId = found.belowId
  } while (belowId !== null)
  return ids
}

interface Hit {
  message: { message_id: string }
}

const look = (store: Store, asked: QueryInput<'search'>) => store.read('search', asked)

/** All words stand between spaces, and no accent is anywhere else. */
function says(text: string, word: string): boolean {
  return ` ${text} `.includes(` ${word} `)
}

function someWords(words: readonly string[]): string {
  return Array.from({ length: randomInt(1, 3) }, () => words[randomInt(words.length)]).join(' ')
}

function open(databasePath: string): Database {
  return new Sqlite(databasePath)
}
