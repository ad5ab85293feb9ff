/** The store alone, over many messages in two languages; they are made here, since nobody has a week. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { migrate } from '../../src/domain/db/migrate.ts'
import { openStore } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'
import { addMember } from '../harness/chat-server.ts'
import { answer, usage } from '../harness/program.ts'
import { messageText } from './search-words.ts'

const hourMs = 3_600_000
const pageBytes = 256 * 1024
/** Below what a question of the harness may take. */
const patienceMs = 20_000
let store: Store
let accountId: number
let databasePath: string
let indexing: { startMs: number; startCpu: number; bytesBefore: number }

answer({
  async open({ messages }: { messages: number }) {
    const folder = mkdtempSync(join(tmpdir(), 'chat-bench-'))
    process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
    databasePath = join(folder, 'chat.db')
    await migrate(databasePath)
    const made = await openMade()
    accountId = (await addMember(made, 'reader')).accountId
    await made.close()
    fill(messages)
  },
  /** As after an upgrade: everything is there, and nothing is indexed. */
  async index() {
    const [startMs, { cpuSeconds: startCpu }] = [performance.now(), usage()]
    indexing = { startMs, startCpu, bytesBefore: statSync(databasePath).size }
    store = await openMade()
  },
  /** What it cost, once it is done; `null` before. */
  async index_cost() {
    if (!(await isLevel(patienceMs))) return null
    const { startMs, startCpu, bytesBefore } = indexing
    const cost = { seconds: (performance.now() - startMs) / 1_000, cpuSeconds: usage().cpuSeconds - startCpu }
    await store.close()
    const bytes = statSync(databasePath).size - bytesBefore
    store = await openMade()
    return { ...cost, bytes, bytesBefore }
  },
  async search({ q, count, room = null }: { q: string; count: number; room?: number | null }) {
    const tookMs: number[] = []
    const delay = monitorEventLoopDelay({ resolution: 1 })
    delay.enable()
    let hits = 0
    const { cpuSeconds } = usage()
    for (let round = 0; round < count; round++) {
      const startMs = performance.now()
      hits = await search(q, room)
      tookMs.push(performance.now() - startMs)
    }
    delay.disable()
    const cpuMs = ((usage().cpuSeconds - cpuSeconds) / count) * 1_000
    return { tookMs, hits, cpuMs, loopDelayMs: delay.percentile(99) / 1e6 - 1 }
  },
  /** Posts as fast as it can, or `perSecond`, and looks how far the index is behind. */
  async follow({ count, perSecond = null }: { count: number; perSecond?: number | null }) {
    const lags: number[] = []
    const ackMs: number[] = []
    const startMs = performance.now()
    for (let sent = 0; sent < count; ) {
      const many = perSecond === null ? 512 : 1
      const askedMs = performance.now()
      await Promise.all(Array.from({ length: many }, post))
      ackMs.push(performance.now() - askedMs)
      sent += many
      lags.push((await store.read('search_state', {})).newLeft)
      if (perSecond !== null) await until(startMs + (sent / perSecond) * 1_000)
    }
    const seconds = (performance.now() - startMs) / 1_000
    const levelMs = await indexed()
    return { lags, ackMs, levelMs, perSecond: count / seconds }
  },
})

function openMade(): Promise<Store> {
  return openStore({ databasePath, follow: true, sessionIdleMs: hourMs, sessionMaxMs: hourMs })
}

/** A page of hits as the server gathers it. */
async function search(q: string, roomId: number | null): Promise<number> {
  let hits = 0
  let belowId: number | null = null
  do {
    const look: Awaited<ReturnType<typeof lookAt>> = await lookAt(q, { roomId, belowId, limit: 30 - hits })
    hits += look.hits.length
    belowId = look.isFull ? null : look.belowId
  } while (belowId !== null)
  return hits
}

function lookAt(q: string, at: { roomId: number | null; belowId: number | null; limit: number }) {
  const all = { senderId: null, beforeMs: null, afterMs: null, maxBytes: pageBytes }
  return store.read('search', { accountId, q, ...all, ...at })
}

/** How long it took until the index knew everything. */
async function indexed(): Promise<number> {
  const startMs = performance.now()
  while (!(await isLevel(patienceMs)));
  return performance.now() - startMs
}

async function isLevel(waitMs: number): Promise<boolean> {
  const untilMs = performance.now() + waitMs
  while (performance.now() < untilMs) {
    const { newLeft, oldLeft } = await store.read('search_state', {})
    if (newLeft + oldLeft === 0) return true
    await until(performance.now() + 20)
  }
  return false
}

function until(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - performance.now())))
}

function post() {
  return store.execute('post_message', {
    ...{ senderId: accountId, roomId: 1, clientMessageId: crypto.randomUUID(), imageIds: [], replyTo: null },
    text: messageText(Math.random),
  })
}

function fill(messages: number): void {
  const db = new Database(databasePath)
  db.pragma('synchronous = OFF')
  const insert = db.prepare(
    `INSERT INTO messages (room_id, seq, n, sender_id, client_message_id, text, image_count, created_at_ms)
     VALUES (1, ?, ?, ?, randomblob(16), ?, 0, ?)`,
  )
  const random = seeded(1)
  db.transaction(() => {
    const { seq } = db.prepare('SELECT last_seq AS seq FROM rooms WHERE id = 1').get() as { seq: number }
    for (let n = 1; n <= messages; n++) insert.run(seq + n, n, accountId, messageText(random), n * 1_000)
    db.prepare('UPDATE rooms SET last_seq = ?, last_n = ? WHERE id = 1').run(seq + messages, messages)
  })()
  db.close()
}

/** mulberry32, a generator in the public domain: the same messages in each run. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
