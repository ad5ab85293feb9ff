import express, { type Express, type Request } from 'express'
import { DomainError } from '../../domain/errors.ts'
import { bodyDeadline, shortBody, uploadBody } from './body-deadline.ts'
import type { HttpContext } from './context.ts'
import { errorEdge } from './error-edge.ts'
import { hostCheck, originCheck } from './host-check.ts'
import { requestLog } from './request-log.ts'
import { clientRoutes } from './routes/client.ts'
import { clientConfigRoutes } from './routes/client-config.ts'
import { healthRoutes } from './routes/health.ts'
import { pictureRoutes } from './routes/pictures.ts'
import { sessionRoutes } from './routes/session.ts'
import { uploadRoutes } from './routes/uploads.ts'
import { securityHeaders } from './security-headers.ts'

/** All that the HTTP server answers, from first to last. It never listens. */
export function createApp(context: HttpContext): Express {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  // Nothing that the server reads is in a query.
  app.set('query parser', false)
  app.set('trust proxy', context.config.http.trustProxy)

  app.use(requestLog(context))
  app.use(bodyDeadline(context.clock, boundsOf))
  app.use(hostCheck(context))
  app.use(securityHeaders(context))
  app.use(originCheck(context))
  app.use(healthRoutes(context))
  app.use(clientConfigRoutes(context))
  app.use(sessionRoutes(context))
  app.use(uploadRoutes(context))
  app.use(pictureRoutes(context))
  app.use(clientRoutes(context))
  app.use(() => {
    throw new DomainError('not_found')
  })
  app.use(errorEdge(context.log))
  return app
}

function boundsOf(request: Request) {
  return request.method === 'POST' && request.path === '/api/images' ? uploadBody : shortBody
}
