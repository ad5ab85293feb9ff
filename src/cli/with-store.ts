import type { Command } from 'commander'
import type { Config } from '../config/schema.ts'
import type { Store } from '../domain/store.ts'
import { settingsOf } from './settings.ts'

/** Opens the data that a command's settings name, for as long as `use` takes. The servers may run beside it, or not. */
export async function withStore<T>(
  command: Command,
  use: (store: Store, config: Config) => Promise<T>,
): Promise<T> {
  const { config } = await settingsOf(command)
  return usingStore(config, (store) => use(store, config))
}

export async function usingStore<T>(config: Config, use: (store: Store) => Promise<T>): Promise<T> {
  const { openStore } = await import('../domain/sqlite-store.ts')
  const { sessionIdleMs, sessionMaxMs } = config.auth
  const { database, limits } = config
  const databasePath = database.path
  const store = await openStore({ databasePath, follow: false, sessionIdleMs, sessionMaxMs, limits })
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}
