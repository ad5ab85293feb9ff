import { pipeline } from 'node:stream/promises'
import { type Response, Router } from 'express'
import { DomainError } from '../../../domain/errors.ts'
import { imageFilenamePattern } from '../../../domain/images/filename.ts'
import { authenticate } from '../authentication.ts'
import type { HttpContext } from '../context.ts'
import { createPictureFiles, type PictureFile } from '../picture-files.ts'

/**
 * `GET /temp/images/<filename>`, for those who may see it. A name that is wrong, that does not exist or that is somebody
 * else's is `not_found` alike. What a name means never changes, so the name is the ETag; who may see it does, so each
 * request is checked.
 */
export function pictureRoutes(context: HttpContext): Router {
  const files = createPictureFiles(context.config.images.dir)
  const router = Router()
  router.get('/temp/images/:filename', async (request, response) => {
    const { filename } = request.params
    const { account } = await authenticate(request, context)
    if (!imageFilenamePattern.test(filename)) throw new DomainError('not_found')
    const row = await context.store.read('image_by_filename', { accountId: account.id, filename })
    if (row === null) throw new DomainError('not_found')
    setHeaders(response, filename)
    if (request.fresh) {
      response.status(304).end()
      return
    }
    const file = await files.open(filename)
    if (file === null) throw new DomainError('not_found')
    await send(response, file, request.method === 'HEAD')
  })
  return router
}

function setHeaders(response: Response, filename: string): void {
  response.set({
    'Cache-Control': 'private, no-cache',
    'Content-Disposition': 'inline',
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Content-Type': 'image/webp',
    ETag: `"${filename}"`,
  })
}

async function send(response: Response, file: PictureFile, isHead: boolean): Promise<void> {
  if ('bytes' in file) {
    response.set('Content-Length', String(file.bytes.length)).end(isHead ? undefined : file.bytes)
    return
  }
  response.set('Content-Length', String(file.sizeBytes))
  if (!isHead) return pipeline(file.stream(), response)
  await file.close()
  response.end()
}
