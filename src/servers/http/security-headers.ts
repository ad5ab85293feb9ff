import type { IncomingMessage } from 'node:http'
import type { Request, RequestHandler } from 'express'
import helmet from 'helmet'
import { isHttps, webSocketOrigin } from '../../config/origins.ts'
import { isLoopback } from '../../config/registration.ts'
import type { HttpContext } from './context.ts'

const halfYearS = 182 * 24 * 60 * 60

/**
 * A page of ours runs our scripts, talks to our two ports, and is framed by nobody. The WebSocket server has another port,
 * which `'self'` does not cover: it is named after the host that the page was asked for, which was checked before.
 */
export function securityHeaders({ config, ports }: Pick<HttpContext, 'config' | 'ports'>): RequestHandler {
  const connect = (request: IncomingMessage) => webSocketOrigin(config, ports, (request as Request).host)
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        connectSrc: ["'self'", connect],
        imgSrc: ["'self'", 'blob:', 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Browsers heed it on https and loopback only, and complain of it elsewhere.
    crossOriginOpenerPolicy: isHttps(config) || isLoopback(config.http.host),
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
    // A browser remembers it for the host name, and would then find no plain http on a LAN.
    strictTransportSecurity: isHttps(config) ? { maxAge: halfYearS, includeSubDomains: false } : false,
  })
}
