import { createImageIntake } from '../../domain/images/intake.ts'
import { openStore } from '../../domain/sqlite-store.ts'
import { runSupervised } from '../child/run-supervised.ts'
import type { RunningServer, ServerContext } from '../child/supervised-server.ts'
import { createPasswords } from './authentication/passwords.ts'
import { createWsServer } from './server.ts'

const dayMs = 86_400_000

await runSupervised({ name: 'ws', start })

async function start({ config, clock, log, listener, addresses }: ServerContext): Promise<RunningServer> {
  const store = await openStore({
    databasePath: config.database.path,
    follow: true,
    ...config.auth,
    limits: config.limits,
    keepEventsMs: config.events.keepDays * dayMs,
    log,
    clock,
  })
  const images = createImageIntake({ ...config.images, store, log, clock })
  const passwords = createPasswords({ cost: config.auth.bcryptCost })
  const server = createWsServer({ config, store, passwords, images, clock, log })
  await server.listen(listener)
  return {
    address: `${addresses.ws.host}:${addresses.ws.port}`,
    connections: () => server.connections(),
    drain: (deadlineMs) => server.drain(deadlineMs),
    async stop() {
      await images.close()
      await store.close()
    },
  }
}
