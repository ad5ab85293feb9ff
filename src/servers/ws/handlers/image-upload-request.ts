import { DomainError } from '../../../domain/errors.ts'
import { limits } from '../../../protocol/limits.ts'
import type { Handler } from '../context.ts'
import { refuseIfEarly } from '../refusal.ts'

export const imageUploadRequest: Handler<'image_upload_request'> = async (context, payload) => {
  const { images, rates, connection, accountId } = context
  refuseIfEarly(rates.takeUpload(accountId))
  const bytes = decodeImage(payload.image_data)
  const image = await images.receive(bytes, { ownerId: accountId, signal: connection.endSignal })
  return {
    status: 'success',
    message: 'The picture was received.',
    image_id: image.image_id,
    image_path: image.url,
    thumb_path: image.thumb_url,
    width: image.width,
    height: image.height,
  }
}

/** Base64, plain or in a data URL. What it is a picture of, its bytes say; the media type is not believed. */
function decodeImage(imageData: string): Buffer {
  const base64 = imageData.slice(imageData.startsWith('data:') ? imageData.indexOf(',') + 1 : 0).trim()
  const decodedBytes = decodedLength(base64)
  if (decodedBytes > limits.maxInlineImageBytes)
    throw new DomainError('too_large', {
      message: `Expected at most ${limits.maxInlineImageBytes} bytes; larger pictures go to POST /api/images.`,
    })
  const bytes = Buffer.from(base64, 'base64')
  // The decoder passes over what is not base64, and so comes out short.
  if (bytes.length === 0 || bytes.length !== decodedBytes)
    throw new DomainError('bad_request', {
      details: [{ path: 'payload.image_data', expected: 'base64, or a data URL with base64' }],
    })
  return bytes
}

function decodedLength(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0
  return Math.floor(((base64.length - padding) * 3) / 4)
}
