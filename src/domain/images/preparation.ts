import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { ImageView } from '../../protocol/views.ts'
import type { UploadClaim } from '../commands.ts'
import type { Store } from '../store.ts'
import { type ImageFilenames, newImageFilenames } from './filename.ts'
import { createTurnstile } from './turnstile.ts'
import { runWorker, type WorkerEnvironment } from './worker-process.ts'

/** Makes a picture of a file that came: decoded, encoded anew, synced, renamed, and given its row, in this order. */
export interface Preparation {
  /** Rejects as `ImageIntake.receive` does, and leaves nothing but the file that came. */
  prepare(file: string, options: PrepareOptions): Promise<ImageView>
}

export interface PrepareOptions {
  readonly ownerId: number
  readonly signal: AbortSignal
  /** `null`: it came in one piece. */
  readonly upload: UploadClaim | null
}

/** Pictures that may wait for the decoder; it takes about a second for each. */
const maxWaiting = 20

export function createPreparation(options: {
  dir: string
  incoming: string
  maxPixels: number
  quotaBytes: number | null
  store: Pick<Store, 'execute'>
  environment: WorkerEnvironment
}): Preparation {
  const { dir, incoming, maxPixels, quotaBytes, store, environment } = options
  const decoder = createTurnstile({ maxWaiting })

  async function prepare(file: string, { ownerId, signal, upload }: PrepareOptions): Promise<ImageView> {
    const names = newImageFilenames()
    const [made, kept] = [pathsOf(incoming, names), pathsOf(dir, names)]
    const forget = () => Promise.all([...Object.values(made), ...Object.values(kept)].map(removeFile))
    try {
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const task = { source: file, ...made, maxPixels }
      const { width, height, bytes } = await decoder.pass(() => runWorker(task, signal, environment), signal)
      await rename(made.thumbnail, kept.thumbnail)
      await rename(made.picture, kept.picture)
      await syncFolder(dir)
      const image = await store.execute('add_image', {
        ...{ ownerId, filename: names.picture, thumbFilename: names.thumbnail },
        ...{ width, height, bytes, quotaBytes, upload },
      })
      // The same upload was finished by another way: what was made here is nobody's.
      if (!image.url.endsWith(names.picture)) await forget()
      return image
    } catch (error) {
      await forget()
      throw error
    }
  }

  return { prepare }
}

function pathsOf(folder: string, names: ImageFilenames): { picture: string; thumbnail: string } {
  return { picture: path.join(folder, names.picture), thumbnail: path.join(folder, names.thumbnail) }
}

export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** A rename is durable when the folder is; the files were synced before. */
async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
