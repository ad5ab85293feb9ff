import type { ErrorCode } from '../protocol/errors.ts'
import type { ResponsePayload } from '../protocol/requests.ts'
import type { ImageView } from '../protocol/views.ts'
import { ChatError } from './errors.ts'
import type { PostPicture, UploadOptions } from './post-picture.ts'
import type { Ask } from './requests.ts'
import { refuseMore } from './sender.ts'

export type Upload = (picture: Blob, options?: UploadOptions) => Promise<ImageView>

/** A server may take its time to make a large picture small. */
const timeoutMs = 60_000

/**
 * Over HTTP where its address is known: it has progress, and delays no message. Without it, pictures that fit into a frame
 * go over the socket, as the old clients' do.
 */
export function createUpload(options: {
  post: PostPicture | null
  ask: Ask
  limits: () => { image_bytes: number; inline_image_bytes: number } | null
}): Upload {
  const { post, ask } = options
  return async (picture, upload = {}) => {
    upload.signal?.throwIfAborted()
    const limits = options.limits()
    refuseMore('bytes of picture', picture.size, post ? limits?.image_bytes : limits?.inline_image_bytes)
    return post === null ? askInline(ask, picture, upload) : post(picture, upload)
  }
}

async function askInline(ask: Ask, picture: Blob, { filename, signal }: UploadOptions): Promise<ImageView> {
  const image_data = base64(new Uint8Array(await picture.arrayBuffer()))
  const payload = { filename: filename ?? 'picture', image_data }
  const reply = await ask('image_upload_request', payload, { timeoutMs, ...(signal && { signal }) })
  const response = reply.payload as unknown as ResponsePayload<'image_upload_request'>
  if (response.status === 'error') {
    throw new ChatError(response.code ?? ('internal' satisfies ErrorCode), response.message)
  }
  const { image_id = '', image_path = '', thumb_path = image_path, width = 0, height = 0 } = response
  return { image_id, url: image_path, thumb_url: thumb_path, width, height }
}

/** In pieces: `fromCharCode` takes its bytes as arguments, and those are limited. */
function base64(bytes: Uint8Array): string {
  const pieceBytes = 8_192
  let binary = ''
  for (let start = 0; start < bytes.length; start += pieceBytes) {
    binary += String.fromCharCode(...bytes.subarray(start, start + pieceBytes))
  }
  return btoa(binary)
}
