import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import Sqlite from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { heard, post, refusal, register, roomOf, until } from '../../test/contracts/place.ts'
import { createManualClock } from '../../test/helpers/manual-clock.ts'
import { present } from '../../test/helpers/present.ts'
import { openTestStore, temporaryDatabase } from '../../test/helpers/temporary-database.ts'
import { type Log, type LogFields, silentLog } from '../platform/log.ts'

const fixture = path.join(import.meta.dirname, '../../test/fixtures/database/writer.ts')

test('[P-20] two processes that write at once make one row of seq and n, and each hears the other', async () => {
  const databasePath = await temporaryDatabase()
  const store = await openTestStore({ databasePath })
  const ada = await register(store, 'ada')
  const { last_seq } = await roomOf(store, ada)
  const events = heard(store)
  const count = 300

  const children = [startWriter(databasePath, ada.id, count), startWriter(databasePath, ada.id, count)]
  const acks = (await Promise.all(children.map(acksOf))).flat()
  await until(store, () => events.length >= 2 * count)

  const ns = Array.from({ length: 2 * count }, (_, index) => index + 1)
  expect(acks.map(({ n }) => n).toSorted((a, b) => a - b)).toEqual(ns)
  expect(events.map(({ seq }) => seq)).toEqual(ns.map((n) => last_seq + n))
}, 30_000)

test('[P-23] what another process commits is heard though nothing is asked here', async () => {
  const databasePath = await temporaryDatabase()
  // Without a beat, polling alone can find it.
  const store = await openTestStore({ databasePath, clock: createManualClock() })
  const other = await openTestStore({ databasePath, follow: false })
  const events = heard(store)

  const ada = await register(other, 'ada')
  await until(store, () => events.length > 0)

  expect(events).toMatchObject([{ type: 'member_changed', userId: ada.id }, { type: 'rooms_changed' }])
})

test('[P-21] what a process that was killed had acknowledged is there', async () => {
  const databasePath = await temporaryDatabase()
  const store = await openTestStore({ databasePath })
  const ada = await register(store, 'ada')
  const child = startWriter(databasePath, ada.id, 1_000_000)
  const acks: Ack[] = []

  for await (const line of linesOf(child)) {
    acks.push(JSON.parse(line) as Ack)
    if (acks.length === 50) child.kill('SIGKILL')
  }

  const json = await store.read('history', { accountId: ada.id, roomId: 1, at: { afterN: 0 }, limit: 50 })
  const { messages } = JSON.parse(json) as { messages: { n: number; client_msg_id: string }[] }
  expect(messages.map(({ n, client_msg_id }) => ({ n, key: client_msg_id }))).toEqual(acks.slice(0, 50))
  await expect(post(store, ada, 'life goes on')).resolves.toMatchObject({ dup: false })
}, 30_000)

test('a thread that dies is replaced; meanwhile writes are refused, and no event is lost', async () => {
  const databasePath = await temporaryDatabase()
  const { log, entries } = recordingLog()
  const store = await openTestStore({ databasePath, log })
  const other = await openTestStore({ databasePath, follow: false })
  const ada = await register(store, 'ada')
  const events = heard(store)
  const vandal = new Sqlite(databasePath)
  onTestFinished(() => void vandal.close())

  vandal.exec('ALTER TABLE events RENAME TO hidden')
  await entries.first('store_thread_ended')
  expect(await refusal(post(store, ada, 'lost?'))).toBe('unavailable')
  expect(await refusal(store.read('ping', {}))).toBe('unavailable')
  await expect(store.read('accounts', {})).resolves.toHaveLength(1)
  vandal.exec('ALTER TABLE hidden RENAME TO events')
  await post(other, ada, 'while nobody looked')
  await until(store, () => events.length > 0)

  expect(await post(store, ada, 'and on')).toMatchObject({ n: 2 })
  expect(events.map(({ seq }) => seq)).toEqual([2, 3])
  await expect(store.read('ping', {})).resolves.toBeDefined()
}, 30_000)

test('a thread that does not answer for 30 s is given up, and who waits is told at once', async () => {
  const databasePath = await temporaryDatabase()
  const { log, entries } = recordingLog()
  const clock = createManualClock()
  const store = await openTestStore({ databasePath, log, clock })
  const ada = await register(store, 'ada')

  const written = refusal(post(store, ada, 'hello?'))
  // A batch gathers two turns of the loop; a question is on its way at once, and would be answered in a third.
  for (let turn = 0; turn < 2; turn += 1) await new Promise(setImmediate)
  const waiting = [written, refusal(store.read('place', {}))]
  clock.advance(30_000)

  expect(await Promise.all(waiting)).toEqual(['unavailable', 'unavailable'])
  expect(entries.all).toMatchObject([{ event: 'store_thread_hangs' }, { event: 'store_thread_hangs' }])
  await vi.waitFor(() => expect(clock.pending()).toBeGreaterThanOrEqual(2))
  clock.advance(50)
  await vi.waitFor(
    async () => expect(await store.read('ping', {})).toMatchObject({ schemaVersion: expect.any(Number) }),
    5_000,
  )
  await expect(post(store, ada, 'hello again')).resolves.toMatchObject({ dup: false })
})

test('a listener that throws is logged, and keeps neither events nor acks from others', async () => {
  const databasePath = await temporaryDatabase()
  const { log, entries } = recordingLog()
  const store = await openTestStore({ databasePath, log })
  const ada = await register(store, 'ada')
  store.follow(() => {
    throw new Error('a bug in the hub')
  })
  const events = heard(store)

  await post(store, ada, 'hello')

  expect(events).toHaveLength(1)
  expect(entries.all).toMatchObject([
    { event: 'follower_failed', fields: { error: { message: 'a bug in the hub' } } },
  ])
})

test('a store that was opened without following has nothing to follow', async () => {
  const store = await openTestStore({ databasePath: await temporaryDatabase(), follow: false })

  expect(() => store.follow(() => {})).toThrow('without following')
})

test('a failure that is a bug travels between the threads with its stack', async () => {
  const store = await openTestStore({ databasePath: await temporaryDatabase() })
  const ada = await register(store, 'ada')

  const outcome = post(store, ada, null as unknown as string)

  await expect(outcome).rejects.toThrow(/null/)
  await expect(outcome).rejects.toMatchObject({
    name: 'Error',
    stack: expect.stringContaining('messages.ts') as string,
  })
})

interface Ack {
  n: number
  key: string
}

function startWriter(databasePath: string, senderId: number, count: number): ChildProcess {
  const child = spawn(process.execPath, [fixture, databasePath, String(senderId), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

function linesOf(child: ChildProcess): AsyncIterable<string> {
  return createInterface({ input: present(child.stdout, 'output') })
}

async function acksOf(child: ChildProcess): Promise<Ack[]> {
  const exited = once(child, 'exit')
  const acks: Ack[] = []
  for await (const line of linesOf(child)) acks.push(JSON.parse(line) as Ack)
  await exited
  return acks
}

interface Entry {
  event: string
  fields: LogFields | undefined
}

function recordingLog() {
  const all: Entry[] = []
  const waiting = new Map<string, () => void>()
  const error = (event: string, fields?: LogFields): void => {
    all.push({ event, fields })
    waiting.get(event)?.()
  }
  const first = (event: string) =>
    new Promise<void>((resolve) => {
      if (all.some((entry) => entry.event === event)) return resolve()
      waiting.set(event, resolve)
    })
  const log: Log = { ...silentLog, error, warn: error }
  return { log, entries: { all, first } }
}
