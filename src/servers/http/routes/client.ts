import { type Request, type Response, Router } from 'express'
import type { HttpContext } from '../context.ts'
import { type ClientFile, type Encoding, openWebClient } from '../web-client.ts'

const immutable = 'public, max-age=31536000, immutable'

/** The web client: its files, and its page for every address that a person may have typed or kept. */
export function clientRoutes({ webDir }: Pick<HttpContext, 'webDir'>): Router {
  const router = Router()
  const currentClient = openWebClient(webDir)

  router.get('/{*path}', async (request, response, next) => {
    const isPage = isNavigation(request)
    const client = await currentClient()
    const file = client?.get(request.path) ?? (isPage ? client?.get('/index.html') : undefined)
    if (file !== undefined) return sendFile(request, response, file)
    if (client === null && isPage) return sendNotBuilt(response)
    next()
  })
  return router
}

/** Somebody wants a page: not a script, a style or a picture that is missing, and no program's request. */
function isNavigation(request: Request): boolean {
  if (/^\/(?:api|temp|assets)\//.test(request.path)) return false
  return (
    request.path === '/' ||
    (!/\.[^/]*$/.test(request.path) && request.get('Accept')?.includes('text/html') === true)
  )
}

async function sendFile(request: Request, response: Response, file: ClientFile): Promise<void> {
  response.set({
    'Cache-Control': file.isImmutable ? immutable : 'no-cache',
    'Content-Type': file.type,
    ETag: file.etag,
    Vary: 'Accept-Encoding',
  })
  if (request.fresh) {
    response.status(304).end()
    return
  }
  const { bytes, encoding } = await file.body(bestEncoding(request))
  if (encoding !== null) response.set('Content-Encoding', encoding)
  response.set('Content-Length', String(bytes.length)).end(request.method === 'HEAD' ? undefined : bytes)
}

/** Browsers name gzip first, by habit; brotli is smaller. */
function bestEncoding(request: Request): Encoding | null {
  return (['br', 'gzip'] as const).find((encoding) => request.acceptsEncodings(encoding) === encoding) ?? null
}

function sendNotBuilt(response: Response): void {
  response.status(503).set({ 'Cache-Control': 'no-store', 'Retry-After': '5' }).type('html').send(notBuilt)
}

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>chat-stack</title>
<h1>The web client is not built</h1>
<p>Run <code>npm run build</code>, then load this page again. The server itself is running.</p>
</html>
`
