import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { configSchema } from '../../src/config/schema.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { createImageIntake } from '../../src/domain/images/intake.ts'
import { openStore } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'
import { systemClock } from '../../src/platform/clock.ts'
import { silentLog } from '../../src/platform/log.ts'
import { createPasswords } from '../../src/servers/ws/authentication/passwords.ts'
import { createWsServer, type WsServer } from '../../src/servers/ws/server.ts'

export interface BenchChat {
  store: Store
  server: WsServer
  port: number
}

const plenty = 1_000_000

export interface BenchChatOptions {
  wrap?: (store: Store) => Store
  /** One that outlives the server; by default a temporary one. */
  folder?: string
  port?: number
}

/** chat-stack's WebSocket server as it is, on a database of its own, with limits that no benchmark meets. */
export async function startChat(options: BenchChatOptions = {}): Promise<BenchChat> {
  const { wrap = (store) => store, folder = temporaryFolder(), port: wantedPort = 0 } = options
  const databasePath = join(folder, 'chat.db')
  await migrate(databasePath)

  const config = configSchema.parse({
    ws: { port: 0 },
    database: { path: databasePath },
    images: { dir: join(folder, 'images') },
    limits: {
      requestsPerSecond: plenty,
      requestBurst: plenty,
      messagesPerSecond: plenty,
      messageBurst: plenty,
      connectionsPerUser: plenty,
      unauthenticatedPerAddress: plenty,
    },
  })
  const { sessionIdleMs, sessionMaxMs } = config.auth
  const store = await openStore({ databasePath, follow: true, sessionIdleMs, sessionMaxMs })
  const surroundings = { clock: systemClock, log: silentLog }
  const server = createWsServer({
    config,
    store: wrap(store),
    passwords: createPasswords({ cost: config.auth.bcryptCost }),
    images: createImageIntake({ ...config.images, store, ...surroundings }),
    ...surroundings,
  })
  const { port } = await server.listen({ host: '127.0.0.1', port: wantedPort })
  return { store, server, port }
}

/** Somebody who can log in with a token, without the price of a password. */
export async function addMember(
  store: Store,
  username: string,
): Promise<{ accountId: number; token: string }> {
  const passwordHash = 'none'
  const { id } = await store.execute('add_account', {
    username,
    displayName: null,
    passwordHash,
    role: 'member',
  })
  const { secret } = await store.execute('open_session', {
    accountId: id,
    provenHash: passwordHash,
    device: 'bench',
    grant: 'token',
  })
  return { accountId: id, token: secret }
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chat-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
