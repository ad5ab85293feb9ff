import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'vitest'
import { type Config, type ConfigInput, configSchema } from '../../src/config/schema.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { createImageIntake } from '../../src/domain/images/intake.ts'
import { openStore } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'
import { type Clock, systemClock } from '../../src/platform/clock.ts'
import type { Log, LogFields } from '../../src/platform/log.ts'
import { createPasswords } from '../../src/servers/ws/authentication/passwords.ts'
import { createWsServer, type WsServer } from '../../src/servers/ws/server.ts'
import { type ConnectOptions, connectWs, type Frame, type WsClient } from './ws-client.ts'

export const password = 'correct horse battery'

/** The WebSocket server on a real socket over a real database, in a folder of its own. */
export interface WsStack {
  readonly server: WsServer
  readonly store: Store
  readonly config: Config
  readonly port: number
  connect(options?: ConnectOptions): Promise<WsClient>
  /** A connection that is logged in, with the `auth_response`. */
  register(username: string, options?: ConnectOptions): Promise<{ client: WsClient; welcome: Frame }>
  /** Another store on the same database, as another process would have. */
  openAnotherStore(): Promise<Store>
  /** Fails where the server has logged a warning or an error. */
  stop(): Promise<void>
}

export async function startWsStack(
  options: { config?: ConfigInput; clock?: Clock; wrapStore?: (store: Store) => Store } = {},
): Promise<WsStack> {
  const dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-ws-'))
  const { clock = systemClock } = options
  const config = configSchema.parse({
    ...options.config,
    database: { path: path.join(dir, 'chat.db') },
    images: { ...options.config?.images, dir: path.join(dir, 'images') },
    auth: { bcryptCost: 4, ...options.config?.auth },
  })
  await migrate(config.database.path)
  const noise: LogLine[] = []
  const log = recordingLog(noise)
  const storeOptions = {
    databasePath: config.database.path,
    follow: true,
    ...config.auth,
    limits: config.limits,
    log,
  }
  const opened = await openStore(storeOptions)
  const stores = [opened]
  const store = options.wrapStore?.(opened) ?? opened
  const images = createImageIntake({ ...config.images, store, log, clock: systemClock })
  const passwords = createPasswords({ cost: config.auth.bcryptCost })
  const server = createWsServer({ config, store, passwords, images, clock, log })
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  const clients: WsClient[] = []

  async function connect(connectOptions?: ConnectOptions): Promise<WsClient> {
    const client = await connectWs(`ws://127.0.0.1:${port}`, connectOptions)
    clients.push(client)
    return client
  }

  async function register(username: string, connectOptions?: ConnectOptions) {
    const client = await connect(connectOptions)
    const welcome = await client.request('auth_request', { action: 'register', username, password })
    if (welcome.payload.status !== 'success')
      throw new Error(`Expected ${username} to register: ${JSON.stringify(welcome)}`)
    return { client, welcome }
  }

  async function openAnotherStore(): Promise<Store> {
    const another = await openStore(storeOptions)
    stores.push(another)
    return another
  }

  async function stop(): Promise<void> {
    for (const client of clients) client.socket.terminate()
    await server.drain(3_000)
    await images.close()
    for (const each of stores) await each.close()
    await rm(dir, { recursive: true, force: true })
    expect(noise, 'unexpected warnings or errors in the log').toEqual([])
  }

  return { server, store, config, port, connect, register, openAnotherStore, stop }
}

interface LogLine {
  event: string
  fields: LogFields
}

function recordingLog(noise: LogLine[]): Log {
  const record = (event: string, fields: LogFields = {}) => void noise.push({ event, fields })
  const log: Log = {
    debug: () => undefined,
    info: () => undefined,
    warn: record,
    error: record,
    child: () => log,
  }
  return log
}
