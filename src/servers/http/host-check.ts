import type { RequestHandler } from 'express'
import { allowedHosts, ownOrigins } from '../../config/origins.ts'
import { DomainError } from '../../domain/errors.ts'
import { bearerToken } from './authentication.ts'
import type { HttpContext } from './context.ts'
import { sendError } from './error-edge.ts'

const misdirected = 421

/** [P-15] Refuses requests for a name that is not ours: somebody else's name that points here is an attack. */
export function hostCheck({ config, ports }: Pick<HttpContext, 'config' | 'ports'>): RequestHandler {
  const isAllowed = allowedHosts(config, ports)
  return (request, response, next) => {
    if (isAllowed(request.host)) return next()
    const message =
      'This server does not answer to that host name. Its operator can name it in http.publicUrl.'
    sendError(response, new DomainError('forbidden', { message }), misdirected)
  }
}

const harmless = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * [P-15] What changes anything must come from our own page, by its exact origin, or carry a token, which no browser adds
 * by itself. SameSite does not do it: to a browser every port of a host is the same site.
 */
export function originCheck({ config, ports }: Pick<HttpContext, 'config' | 'ports'>): RequestHandler {
  const isOwn = ownOrigins(config, ports)
  return (request, _response, next) => {
    if (harmless.has(request.method) || bearerToken(request) !== null) return next()
    const origin = request.get('Origin')
    if (origin === undefined || !isOwn(origin, request.host)) {
      throw new DomainError('forbidden', { message: 'Only a page of this server may do this.' })
    }
    next()
  }
}
