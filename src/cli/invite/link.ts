import type { Config } from '../../config/schema.ts'
import { pageAddress } from '../page-address.ts'

/** The secret stays in the fragment, which browsers send to no server. */
export async function inviteLink({ http, database }: Config, secret: string): Promise<string> {
  const port = (await boundPort(database.path)) ?? http.port
  return `${pageAddress({ ...http, port })}/#invite=${secret}`
}

/** Where the stack listens that runs now: it may have been started with a port of its own. `null` where none runs. */
async function boundPort(databasePath: string): Promise<number | null> {
  const { createControlClient } = await import('../../supervisor/control-client.ts')
  const { runDirectory } = await import('../../supervisor/run-directory.ts')
  const control = createControlClient(runDirectory(databasePath).controlSocket)
  // The invite is made, and its secret shown only now: a supervisor that does not answer must not keep it back.
  const stack = await control.status().catch(() => null)
  const address = stack?.children.find(({ name }) => name === 'http')?.address
  const port = /:(\d+)$/.exec(address ?? '')?.[1]
  return port === undefined ? null : Number(port)
}
