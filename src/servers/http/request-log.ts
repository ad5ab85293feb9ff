import { randomBytes } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'

/** Gives each request an id, which its answer carries too, and tells at debug how it went. A query is nobody's to log. */
export function requestLog({ log, clock }: { log: Log; clock: Clock }): RequestHandler {
  return (request, response, next) => {
    const requestId = randomBytes(8).toString('hex')
    const startedAtMs = clock.monotonicMs()
    const { method, path } = request
    response.locals['requestId'] = requestId
    response.set('X-Request-Id', requestId)
    response.on('close', () => {
      const durationMs = Math.round(clock.monotonicMs() - startedAtMs)
      const status = response.writableFinished ? response.statusCode : 'cut'
      log.debug('request', { requestId, method, path, status, durationMs })
    })
    next()
  }
}
