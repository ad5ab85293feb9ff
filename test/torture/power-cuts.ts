import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { execa } from 'execa'
import { unpackUuid } from '../../src/domain/client-message-id.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { createDisk, type DiskOperation, operationsIn } from './disk.ts'
import type { Outcome } from './outcome.ts'

export interface PowerCutOptions {
  cuts: number
  messages: number
}

type Synchronous = 'FULL' | 'NORMAL'

interface Recording {
  base: Map<string, Buffer>
  operations: DiskOperation[]
}

interface Loss {
  /** Cuts after which an acked message was missing, or the database was no whole one. */
  cuts: number
  /** The worst of them. */
  messages: number
  damaged: string[]
}

const writer = new URL('../fixtures/database/durable-writer.ts', import.meta.url)
const atNormal = new URL('../fixtures/synchronous-normal.ts', import.meta.url)
const recorderSource = new URL('./recorder.c', import.meta.url)

/**
 * [promise 2] Records all that the store tells the disk while it acks messages, cuts the power at random moments of that, and
 * looks whether what was acked by then is there. Half of the cuts lose random sectors of what was not synced. The same at
 * NORMAL must lose: a test that cannot see a loss proves none.
 */
export async function powerCuts({ cuts, messages }: PowerCutOptions): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-power-'))
  try {
    const recorder = await compileRecorder(folder)
    const full = await measure(folder, { recorder, synchronous: 'FULL', cuts, messages })
    const normal = await measure(folder, { recorder, synchronous: 'NORMAL', cuts, messages })
    return {
      name: 'power cuts',
      figures: {
        cuts,
        'acked messages': messages,
        'cuts that lost at FULL': full.loss.cuts,
        'cuts that lost at NORMAL, the control': `${normal.loss.cuts} (at worst ${normal.loss.messages} messages)`,
        'disk operations recorded': full.operations,
      },
      violations: [
        ...(full.loss.cuts > 0 ? [`${full.loss.cuts} cuts lost what was acked at FULL`] : []),
        ...full.loss.damaged.map((what) => `at FULL: ${what}`),
        ...(normal.loss.cuts === 0 ? ['nothing was lost at NORMAL either: the test does not bite'] : []),
      ],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function compileRecorder(folder: string): Promise<string> {
  const recorder = path.join(folder, 'recorder.so')
  const { failed, message } = await execa('cc', [
    ...['-O2', '-shared', '-fPIC', '-o', recorder, recorderSource.pathname, '-lpthread'],
  ]).catch((error: unknown) => ({ failed: true, message: String(error) }))
  if (failed)
    throw new Error(`Power cuts are recorded by a small C program; cc could not build it: ${message}`)
  return recorder
}

async function measure(
  folder: string,
  options: PowerCutOptions & { recorder: string; synchronous: Synchronous },
): Promise<{ loss: Loss; operations: number }> {
  const home = path.join(folder, options.synchronous)
  await mkdir(home)
  const recording = await record(home, options)
  return { loss: await replay(home, recording, options.cuts), operations: recording.operations.length }
}

async function record(
  home: string,
  { recorder, synchronous, messages }: { recorder: string; synchronous: Synchronous; messages: number },
): Promise<Recording> {
  const databasePath = path.join(home, 'chat.db')
  const log = path.join(home, '..', `${synchronous}.log`)
  await migrate(databasePath)
  const base = new Map([[databasePath, await readFile(databasePath)]])
  const preloaded = synchronous === 'NORMAL' ? ['--import', atNormal.href] : []
  const args = [...preloaded, writer.pathname, databasePath, path.join(home, 'acks'), String(messages)]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'inherit', 'inherit'],
    // The trailing slash keeps the log, which lies beside the folder, out of the record.
    env: { ...process.env, LD_PRELOAD: recorder, RECORDER_FOLDER: `${home}/`, RECORDER_LOG: log },
  })
  const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
  if (signal !== 'SIGKILL') throw new Error(`Expected the writer to end by SIGKILL, got ${signal ?? code}`)
  return { base, operations: [...operationsIn(await readFile(log))] }
}

async function replay(home: string, { base, operations }: Recording, cuts: number): Promise<Loss> {
  const disk = createDisk(base)
  const loss: Loss = { cuts: 0, messages: 0, damaged: [] }
  const acked: string[] = []
  const moments = Array.from({ length: cuts }, () => Math.floor(Math.random() * operations.length))
  let applied = 0
  for (const [index, moment] of moments.toSorted((a, b) => a - b).entries()) {
    for (; applied <= moment; applied += 1) {
      const operation = operations[applied]
      if (operation?.kind === 'write' && path.basename(operation.path) === 'acks') {
        acked.push(...operation.data.toString().trim().split('\n'))
      } else if (operation !== undefined) disk.apply(operation)
    }
    const isDropping = index % 2 === 1
    const found = await open(
      home,
      disk.afterCut(() => !isDropping || Math.random() < 0.5),
    )
    const missing = acked.filter((key) => !found.keys.has(key)).length
    if (missing > 0) loss.cuts += 1
    loss.messages = Math.max(loss.messages, missing)
    loss.damaged.push(...found.damage.map((what) => `after operation ${moment} ${what}`))
  }
  if (acked.length === 0) throw new Error('Expected acks among what was recorded')
  return loss
}

/** What SQLite makes of the files. */
async function open(
  home: string,
  files: ReadonlyMap<string, Buffer>,
): Promise<{ keys: Set<string>; damage: string[] }> {
  const folder = path.join(home, 'found')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  for (const [file, content] of files) await writeFile(path.join(folder, path.basename(file)), content)
  const db = new Database(path.join(folder, 'chat.db'))
  try {
    const check = db.pragma('integrity_check', { simple: true })
    const ids = db.prepare<[], Buffer>('SELECT client_message_id FROM messages').pluck().all()
    const torn = db.prepare<[], number>(tornRooms).pluck().all()
    const damage = [
      ...(check === 'ok' ? [] : [`the database is damaged: ${String(check)}`]),
      ...torn.map((room) => `room ${room} has other messages than it counts`),
    ]
    return { keys: new Set(ids.map(unpackUuid)), damage }
  } finally {
    db.close()
  }
}

/** Rooms where counter, messages and events do not agree [P-20], [P-21]. */
const tornRooms = `
  SELECT id FROM rooms AS r
  WHERE last_n <> (SELECT count(*) FROM messages WHERE room_id = r.id)
     OR last_n <> (SELECT coalesce(max(n), 0) FROM messages WHERE room_id = r.id)
     OR last_seq <> (SELECT count(*) FROM events WHERE room_id = r.id)
     OR last_seq <> (SELECT coalesce(max(seq), 0) FROM events WHERE room_id = r.id)`
