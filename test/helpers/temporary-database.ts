import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { migrate } from '../../src/domain/db/migrate.ts'
import { openStore, type StoreOptions } from '../../src/domain/sqlite-store.ts'
import type { Store } from '../../src/domain/store.ts'

const dayMs = 86_400_000

/** Where a database may be made; the folder goes when the test ends. */
export async function temporaryDatabasePath(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-store-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return path.join(folder, 'chat.db')
}

/** A database that is fresh and migrated. */
export async function temporaryDatabase(): Promise<string> {
  const databasePath = await temporaryDatabasePath()
  await migrate(databasePath)
  return databasePath
}

/** With the session limits of the default settings; closed when the test ends. */
export async function openTestStore(
  options: Pick<StoreOptions, 'databasePath'> & Partial<StoreOptions>,
): Promise<Store> {
  const store = await openStore({
    follow: true,
    sessionIdleMs: 14 * dayMs,
    sessionMaxMs: 90 * dayMs,
    ...options,
  })
  onTestFinished(() => store.close())
  return store
}
