import type { Config } from '../config/schema.ts'
import { explain } from './report.ts'

/** What the process of the groundwork says. */
export type GroundworkMessage =
  | { readonly type: 'config'; readonly config: Config }
  | { readonly type: 'prepared'; readonly ownerSecret: string | null }
  | {
      readonly type: 'failed'
      readonly what: string
      readonly next: string | undefined
      readonly exitCode: number
    }

// Whatever is made is this user's alone, as what the supervisor makes.
process.umask(0o077)
// Ctrl-C is the supervisor's to hear: without it this process has nobody to work for, and ends.
process.on('SIGINT', () => {})
process.once('disconnect', () => process.exit())

await run()

async function run(): Promise<void> {
  try {
    const { loadConfig } = await import('../config/load.ts')
    const config = loadConfig({ path: process.argv[2] })
    tell({ type: 'config', config })
    const { issueOwnerSecret, prepareDatabase } = await import('./prepare-database.ts')
    await new Promise((resolve) => process.once('message', resolve))
    await prepareDatabase(config)
    tell({ type: 'prepared', ownerSecret: issueOwnerSecret(config) })
  } catch (error) {
    const { what, next, exitCode } = explain(error)
    tell({ type: 'failed', what, next, exitCode })
  }
}

function tell(message: GroundworkMessage): void {
  // Nobody hears it where the supervisor is gone.
  process.send?.(message, undefined, undefined, () => {})
}
