import type { ErrorPayload } from '../protocol/events.ts'
import type { ImageView } from '../protocol/views.ts'
import type { XhrLike } from './browser-globals.ts'
import { disconnected } from './errors.ts'
import { refusal } from './http.ts'
import type { Surroundings } from './options.ts'

export interface UploadOptions {
  filename?: string
  signal?: AbortSignal
  /** From 0 to 1. */
  onProgress?: (fraction: number) => void
}

/** Sends one picture to `POST /api/images`. Rejects with `ChatError`, or with the signal's reason. */
export type PostPicture = (picture: Blob, options: UploadOptions) => Promise<ImageView>

const path = '/api/images'

/** `null` where no HTTP address is known. */
export function createPostPicture(
  { httpUrl, browser, fetch }: Surroundings,
  token: () => string | null,
): PostPicture | null {
  if (httpUrl === null) return null
  const { XMLHttpRequest: Xhr } = browser
  return Xhr === undefined ? postByFetch(httpUrl, fetch, token) : postByXhr(httpUrl, Xhr)
}

/** In browsers: `fetch` cannot tell how much of a body has been sent. The cookie comes along by itself. */
function postByXhr(baseUrl: string, Xhr: new () => XhrLike): PostPicture {
  return (picture, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      const xhr = new Xhr()
      xhr.open('POST', `${baseUrl}${path}`)
      xhr.responseType = 'json'
      xhr.setRequestHeader('content-type', mediaType(picture))
      xhr.upload.addEventListener('progress', ({ loaded, total }) =>
        onProgress?.(total > 0 ? loaded / total : 0),
      )
      xhr.addEventListener('load', () => {
        if (xhr.status === 201) resolve(xhr.response as ImageView)
        else reject(refusal(xhr.status, xhr.response as { error?: ErrorPayload } | null))
      })
      xhr.addEventListener('error', () => reject(disconnected()))
      xhr.addEventListener('abort', () => reject(signal?.reason as Error))
      signal?.addEventListener('abort', () => xhr.abort())
      xhr.send(picture)
    })
}

/** In programs, which have a token. */
function postByFetch(baseUrl: string, fetcher: typeof fetch, token: () => string | null): PostPicture {
  return async (picture, { signal, onProgress }) => {
    const response = await fetcher(`${baseUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': mediaType(picture), authorization: `Bearer ${token() ?? ''}` },
      body: picture,
      ...(signal && { signal }),
    }).catch((cause: unknown) => {
      throw signal?.aborted ? signal.reason : disconnected(cause)
    })
    const body: unknown = await response.json().catch(() => null)
    if (response.status !== 201) throw refusal(response.status, body as { error?: ErrorPayload } | null)
    onProgress?.(1)
    return body as ImageView
  }
}

function mediaType(picture: Blob): string {
  return picture.type === '' ? 'application/octet-stream' : picture.type
}
