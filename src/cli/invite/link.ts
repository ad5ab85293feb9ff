import type { Config } from '../../config/schema.ts'
import { pageAddress } from '../page-address.ts'

/** The secret stays in the fragment, which browsers send to no server. */
export async function inviteLink({ http, database }: Config, secret: string): Promise<string> {
  const port = http.port === 0 ? await boundPort(database.path) : http.port
  return `${pageAddress({ ...http, port })}/#invite=${secret}`
}

/** With `http.port: 0` only the stack that runs knows; 0 where none does. */
async function boundPort(databasePath: string): Promise<number> {
  const { createControlClient } = await import('../../supervisor/control-client.ts')
  const { runDirectory } = await import('../../supervisor/run-directory.ts')
  const stack = await createControlClient(runDirectory(databasePath).controlSocket).status()
  const address = stack?.children.find(({ name }) => name === 'http')?.address ?? ''
  return Number(/:(\d+)$/.exec(address)?.[1] ?? 0)
}
