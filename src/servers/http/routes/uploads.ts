import type { Readable } from 'node:stream'
import busboy from 'busboy'
import { type Request, Router } from 'express'
import { DomainError } from '../../../domain/errors.ts'
import { authenticate } from '../authentication.ts'
import type { HttpContext } from '../context.ts'
import { rateLimit } from '../rate-limit.ts'

const uploadsPerMinute = 240

/** What a form adds to the picture that it carries. */
const maxFormOverheadBytes = 64 * 1024

/** `POST /api/images`: the body is the picture, or a form with it. It streams to the disk and is never whole in memory. */
export function uploadRoutes(context: HttpContext): Router {
  const { config, images } = context
  const router = Router()
  router.post('/api/images', rateLimit({ perMinute: uploadsPerMinute }), async (request, response) => {
    const { account } = await authenticate(request, context)
    if (Number(request.get('Content-Length')) > config.images.maxBytes + maxFormOverheadBytes) {
      throw new DomainError('too_large')
    }
    const requester = new AbortController()
    response.once('close', () => requester.abort(new DomainError('unavailable')))
    const source = await pictureOf(request, requester.signal)
    const image = await images.receive(source, { ownerId: account.id, signal: requester.signal })
    response.status(201).set({ 'Cache-Control': 'no-store', Location: image.url }).json(image)
  })
  return router
}

async function pictureOf(request: Request, signal: AbortSignal): Promise<Readable> {
  if (request.is('multipart/form-data')) return filePart(request, signal)
  if (request.is(['image/*', 'application/octet-stream'])) return request
  throw new DomainError('unsupported_media')
}

/** The first file of a form; its name and type are the sender's claims, and not read. */
function filePart(request: Request, signal: AbortSignal): Promise<Readable> {
  const { promise, resolve, reject } = Promise.withResolvers<Readable>()
  const form = openForm(request)
  const refuse = (cause?: unknown) => reject(new DomainError('bad_request', { cause }))
  form.once('file', (_field, file) => {
    // The form may end in the middle of it; whoever reads the picture hears of it, and nobody may be reading yet.
    file.on('error', refuse)
    resolve(file)
  })
  form.once('error', refuse)
  form.once('close', () => refuse())
  signal.addEventListener('abort', () => form.destroy(), { once: true })
  request.once('close', () => form.destroy())
  request.pipe(form)
  return promise
}

function openForm(request: Request): busboy.Busboy {
  try {
    return busboy({ headers: request.headers, limits: { files: 1, fields: 8, parts: 9, fieldSize: 1024 } })
  } catch (cause) {
    throw new DomainError('bad_request', { cause })
  }
}
