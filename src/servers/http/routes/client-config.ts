import { Router } from 'express'
import { effectiveRegistration } from '../../../config/registration.ts'
import type { ClientConfig } from '../../../protocol/http.ts'
import type { HttpContext } from '../context.ts'

/** What a client must know before it can connect; nothing of it is a secret. */
export function clientConfigRoutes(context: HttpContext): Router {
  const { config, ports, store, version } = context
  const router = Router()
  router.get('/client-config.json', async (_request, response) => {
    const { claimed, placeName } = await store.read('place', {})
    const body: ClientConfig = {
      ws_url: config.ws.publicUrl,
      ws_port: ports.ws,
      place_name: placeName,
      registration: effectiveRegistration(config),
      claimed,
      version,
    }
    response.set('Cache-Control', 'no-store').json(body)
  })
  return router
}
