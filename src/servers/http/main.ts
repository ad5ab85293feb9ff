import path from 'node:path'
import { createImageIntake } from '../../domain/images/intake.ts'
import { startImageSweep } from '../../domain/images/sweep.ts'
import { openStore } from '../../domain/sqlite-store.ts'
import { packageRoot, productVersion } from '../../platform/package.ts'
import { runSupervised } from '../child/run-supervised.ts'
import type { RunningServer, ServerContext } from '../child/supervised-server.ts'
import { createApp } from './app.ts'
import { createHttpServer } from './server.ts'

await runSupervised({ name: 'http', start })

async function start({ config, clock, log, listener, addresses }: ServerContext): Promise<RunningServer> {
  const store = await openStore({
    databasePath: config.database.path,
    follow: false,
    ...config.auth,
    limits: config.limits,
    log,
    clock,
  })
  const images = createImageIntake({ ...config.images, store, log, clock })
  const stopSweep = startImageSweep({ ...config.images, store, log, clock })
  const ports = { http: addresses.http.port, ws: addresses.ws.port }
  const webDir = path.join(packageRoot(), 'dist', 'web')
  const version = productVersion()
  const isDraining = () => http.isDraining()
  const app = createApp({ config, ports, store, images, log, clock, webDir, version, isDraining })
  const http = createHttpServer(app, { clock })
  await http.listen(listener)
  return {
    address: `${addresses.http.host}:${addresses.http.port}`,
    connections: () => http.connections(),
    drain: (deadlineMs) => http.drain(deadlineMs),
    async stop() {
      stopSweep()
      await images.close()
      await store.close()
    },
  }
}
