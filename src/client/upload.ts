import type { ImageView } from '../protocol/views.ts'
import { ChatError, disconnected } from './errors.ts'
import type { ImageLine, UploadOptions } from './image-line.ts'
import { refuseMore } from './sender.ts'

export type UploadImage = (picture: Blob, options?: UploadOptions) => Promise<ImageView>

/** The work is in a module of its own, which is loaded with the first picture. */
export function createUpload(line: ImageLine, limits: () => { image_bytes: number } | null): UploadImage {
  return async (picture, options = {}) => {
    options.signal?.throwIfAborted()
    if (picture.size === 0) throw new ChatError('unsupported_media', 'The picture is empty.')
    refuseMore('bytes of picture', picture.size, limits()?.image_bytes)
    const { uploadImage } = await import('./image-upload.ts').catch((cause: unknown) => {
      throw disconnected(cause)
    })
    return uploadImage(picture, options, line)
  }
}
