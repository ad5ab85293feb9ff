import express, { type CookieOptions, Router } from 'express'
import { isHttps } from '../../../config/origins.ts'
import { DomainError } from '../../../domain/errors.ts'
import { type SessionView, sessionCookieName, sessionRequestSchema } from '../../../protocol/http.ts'
import { authenticate, identify } from '../authentication.ts'
import type { HttpContext } from '../context.ts'
import { rateLimit } from '../rate-limit.ts'

/** A school behind one address logs in at eight. */
const redeemsPerMinute = 240
const maxBodyBytes = 4 * 1024

/** [P-14] The browser's side of a log-in: a cookie that scripts cannot read. */
export function sessionRoutes(context: HttpContext): Router {
  const { config, ports, store } = context
  const name = sessionCookieName(ports.http)
  const cookie: CookieOptions = {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: isHttps(config),
    encode: (token) => token,
  }
  const router = Router()

  router.use('/session', (_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })

  router.get('/session', async (request, response) => {
    const { account } = await authenticate(request, context)
    const { id, username, displayName, role } = account
    const body: SessionView = { user_id: String(id), username, display_name: displayName, role }
    response.json(body)
  })

  router.post(
    '/session',
    rateLimit({ perMinute: redeemsPerMinute }),
    express.json({ limit: maxBodyBytes }),
    async (request, response) => {
      const parsed = sessionRequestSchema.safeParse(request.body)
      if (!parsed.success) {
        throw new DomainError('bad_request', { details: [{ path: 'ticket', expected: 'a ticket' }] })
      }
      const { token } = await store.execute('redeem_ticket', { ticket: parsed.data.ticket })
      // The server decides when a login has idled for too long; the browser only has to keep it until then.
      response
        .cookie(name, token, { ...cookie, maxAge: config.auth.sessionMaxMs })
        .status(204)
        .end()
    },
  )

  router.delete('/session', async (request, response) => {
    const login = await identify(request, context)
    if (login !== null) {
      await store.execute('revoke_session', { sessionId: login.sessionId, reason: 'logout' })
    }
    // The cookie goes in any case: somebody wants to be logged out, and may have been already.
    response.clearCookie(name, cookie).status(204).end()
  })
  return router
}
