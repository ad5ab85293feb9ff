import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeBackup } from '../../src/domain/backup/make-backup.ts'
import { restoreBackup } from '../../src/domain/backup/restore-backup.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { openStore } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'
import { type CuttingProxy, startCuttingProxy } from '../helpers/cutting-proxy.ts'
import { type Device, type Heard, openDevice } from './device.ts'
import { createServerProcess } from './server-process.ts'
import { readTruth, type Truth } from './truth.ts'

/** A chat with people in it, over a network and on a server that may fail at any time. */
export interface World {
  readonly databasePath: string
  /** The first two are one person's. */
  readonly devices: readonly Device[]
  readonly proxy: CuttingProxy
  /** Writes to the same database from this process, as the command line or the HTTP server do. */
  readonly beside: () => Store
  /** Rooms that anybody has made, by id; the default room first. */
  readonly rooms: string[]
  /** What was before each restored backup. */
  readonly pasts: readonly Past[]
  killServer(): Promise<void>
  backUp(): Promise<void>
  /** Brings back the newest backup. */
  restore(): Promise<void>
  /** What was asked for and is not awaited: the answer may never come, and may be a refusal. */
  ask(request: () => Promise<unknown>): void
  close(): Promise<void>
}

/** A past that is over: what it was, what was told of it, and what of it goes on. */
export interface Past {
  readonly truth: Truth
  readonly heard: readonly { device: Device; heard: Heard }[]
  readonly restored: Truth
}

const hourMs = 3_600_000

export async function openWorld(): Promise<World> {
  await using ends = new AsyncDisposableStack()
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-model-'))
  ends.defer(() => rm(folder, { recursive: true, force: true }))
  const databasePath = path.join(folder, 'chat.db')
  await migrate(databasePath)
  const proxy = await startCuttingProxy()
  const url = `ws://127.0.0.1:${proxy.port}`
  const server = createServerProcess({ databasePath, publicUrl: url })
  ends.defer(() => server.stop())
  proxy.aim(await server.start())
  let beside = await openBeside(databasePath)
  ends.defer(() => beside.close())
  ends.defer(() => proxy.stop())
  const devices: Device[] = []
  ends.defer(() => devices.forEach(({ client }) => client().close()))
  const ann = await openDevice({ name: 'ann', url })
  devices.push(ann.device)
  devices.push((await openDevice({ name: "ann's tablet", url, token: ann.token })).device)
  for (const name of ['bob', 'eve']) devices.push((await openDevice({ name, url })).device)
  await fillRooms(devices)
  const pasts: Past[] = []
  const disk = { databasePath, imagesDir: path.join(folder, 'images'), product: 'model' }
  let backups = 0

  async function backUp(): Promise<void> {
    backups += 1
    await makeBackup({ ...disk, target: path.join(folder, `${backups}.tar`), nowMs: Date.now() })
  }

  async function restore(): Promise<void> {
    await server.kill()
    proxy.cut()
    // What the past still had to tell is heard before the close.
    await Promise.all(devices.map(untilCut))
    await beside.close()
    const truth = readTruth(databasePath)
    const heard = devices.map((device) => ({ device, heard: device.endPast() }))
    const archivePath = path.join(folder, `${backups}.tar`)
    // Each copy of what was there has a name of its own.
    await restoreBackup({
      ...disk,
      archivePath,
      endSessions: false,
      nowMs: Date.now() + pasts.length * 1_000,
    })
    pasts.push({ truth, heard, restored: readTruth(databasePath) })
    beside = await openBeside(databasePath)
    proxy.aim(await server.start())
  }

  await backUp()
  const whole = ends.move()
  return {
    databasePath,
    devices,
    proxy,
    beside: () => beside,
    pasts,
    backUp,
    restore,
    rooms: [...ann.device.client().getState().rooms.keys()],
    async killServer() {
      await server.kill()
      proxy.aim(await server.start())
    },
    ask(request) {
      request().catch(() => undefined) // what became of it is in the database
    },
    close: () => whole.disposeAsync(),
  }
}

function openBeside(databasePath: string): Promise<Store> {
  return openStore({ databasePath, follow: false, sessionIdleMs: hourMs, sessionMaxMs: hourMs })
}

function untilCut({ client }: Device): Promise<void> {
  return new Promise((resolve) => {
    const stop = client().subscribe(look)
    function look(): void {
      if (client().getState().connection.name === 'live') return
      stop()
      resolve()
    }
    queueMicrotask(look)
  })
}

/** Rooms that can be left, an open and a private one, with everybody in them. */
async function fillRooms(devices: readonly Device[]): Promise<void> {
  const [maker] = devices
  const ids = devices.flatMap(({ client }) => client().getState().account?.user_id ?? [])
  for (const kind of ['open', 'private'] as const) {
    const made = await maker?.client().request('room_create', { kind, name: `An ${kind} room` })
    if (made === undefined) continue
    await maker?.client().request('room_invite', { room: made.room.id, user_ids: [...new Set(ids)] })
  }
}
