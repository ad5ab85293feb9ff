import { Router } from 'express'
import type { HttpContext } from '../context.ts'

const databaseTimeoutMs = 2_000

/** For supervisors and balancers: `/healthz` says that the process lives, `/readyz` that it can serve. */
export function healthRoutes({ store, isDraining }: Pick<HttpContext, 'store' | 'isDraining'>): Router {
  const router = Router()
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' })
  })
  router.get('/readyz', async (_request, response) => {
    const status = isDraining() ? 'draining' : await databaseStatus(store)
    response
      .status(status === 'ok' ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status })
  })
  return router
}

async function databaseStatus(store: HttpContext['store']): Promise<'ok' | 'database unavailable'> {
  try {
    await store.read('ping', {}, { signal: AbortSignal.timeout(databaseTimeoutMs) })
    return 'ok'
  } catch {
    // The store itself reports what is wrong with it; a probe asks every second.
    return 'database unavailable'
  }
}
