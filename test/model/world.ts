import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '../../src/domain/db/migrate.ts'
import { openStore } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'
import { type CuttingProxy, startCuttingProxy } from '../helpers/cutting-proxy.ts'
import { type Device, openDevice } from './device.ts'
import { createServerProcess } from './server-process.ts'

/** A chat with people in it, over a network and on a server that may fail at any time. */
export interface World {
  readonly databasePath: string
  /** The first two are one person's. */
  readonly devices: readonly Device[]
  readonly proxy: CuttingProxy
  /** Writes to the same database from this process, as the command line or the HTTP server do. */
  readonly beside: Store
  /** Rooms that anybody has made, by id; the default room first. */
  readonly rooms: string[]
  killServer(): Promise<void>
  /** What was asked for and is not awaited: the answer may never come, and may be a refusal. */
  ask(request: () => Promise<unknown>): void
  close(): Promise<void>
}

const hourMs = 3_600_000

export async function openWorld(): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-model-'))
  const databasePath = path.join(folder, 'chat.db')
  await migrate(databasePath)
  const proxy = await startCuttingProxy()
  const url = `ws://127.0.0.1:${proxy.port}`
  const server = createServerProcess({ databasePath, publicUrl: url })
  proxy.aim(await server.start())
  const beside = await openStore({
    ...{ databasePath, follow: false, sessionIdleMs: hourMs, sessionMaxMs: hourMs },
  })
  const ann = await openDevice({ name: 'ann', url })
  const tablet = await openDevice({ name: "ann's tablet", url, token: ann.token })
  const bob = await openDevice({ name: 'bob', url })
  const eve = await openDevice({ name: 'eve', url })
  const devices = [ann, tablet, bob, eve].map(({ device }) => device)
  await fillRooms(devices)

  return {
    databasePath,
    devices,
    proxy,
    beside,
    rooms: [...ann.device.client().getState().rooms.keys()],
    async killServer() {
      await server.kill()
      proxy.aim(await server.start())
    },
    ask(request) {
      request().catch(() => undefined) // what became of it is in the database
    },
    async close() {
      for (const device of devices) device.client().close()
      await proxy.stop()
      await server.stop()
      await beside.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
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
