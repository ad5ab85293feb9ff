import { constants, open } from 'node:fs/promises'
import path from 'node:path'

/** Reads pictures from their folder; small ones, the thumbnails, are kept in memory. */
export interface PictureFiles {
  /** `null` where there is no such file, or it is not a plain one: no link is followed. */
  open(filename: string): Promise<PictureFile | null>
}

export type PictureFile =
  | { readonly bytes: Buffer }
  | { readonly sizeBytes: number; stream(): NodeJS.ReadableStream; close(): Promise<void> }

const maxCachedFileBytes = 128 * 1024
const maxCacheBytes = 32 * 1024 * 1024

/** `filename` is one that was checked; pictures are never changed under their name, so the cache is never stale. */
export function createPictureFiles(dir: string, maxBytes = maxCacheBytes): PictureFiles {
  const cached = new Map<string, Buffer>()
  let cachedBytes = 0

  function remember(filename: string, bytes: Buffer): void {
    if (cached.has(filename)) return
    cached.set(filename, bytes)
    cachedBytes += bytes.length
    for (const [oldest, { length }] of cached) {
      if (cachedBytes <= maxBytes) return
      cached.delete(oldest)
      cachedBytes -= length
    }
  }

  /** Asked for again is young again. */
  function recall(filename: string): Buffer | undefined {
    const bytes = cached.get(filename)
    if (bytes === undefined) return undefined
    cached.delete(filename)
    cached.set(filename, bytes)
    return bytes
  }

  return {
    async open(filename) {
      const known = recall(filename)
      if (known !== undefined) return { bytes: known }
      const handle = await open(path.join(dir, filename), constants.O_RDONLY | constants.O_NOFOLLOW).catch(
        ignoreMissing,
      )
      if (handle === undefined) return null
      const { size } = await handle.stat()
      if (size > maxCachedFileBytes) {
        const stream = () => handle.createReadStream()
        return { sizeBytes: size, stream, close: () => handle.close() }
      }
      try {
        const bytes = await handle.readFile()
        remember(filename, bytes)
        return { bytes }
      } finally {
        await handle.close()
      }
    },
  }
}

/** A link is as good as nothing, and so is a folder, which cannot have such a name by our doing. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ELOOP') throw error
}
