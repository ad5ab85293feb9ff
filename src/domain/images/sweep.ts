import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '../../platform/clock.ts'
import type { Log } from '../../platform/log.ts'
import { limits } from '../../protocol/limits.ts'
import type { Store } from '../store.ts'
import { imageFilenamePattern } from './filename.ts'
import { incomingFolder } from './intake.ts'
import { removePictures } from './removal.ts'
import { partOfFilename } from './upload-part.ts'

export interface ImageSweepDependencies {
  dir: string
  /** How long a picture is kept that no message shows. */
  keepUnsentMs: number
  store: Pick<Store, 'execute' | 'read'>
  log: Log
  clock: Clock
}

/** A file gets its row within seconds; one that is older has lost its process. */
const strayAgeMs = 24 * 60 * 60 * 1000
/** The longest that a slow POST may take, with room to spare. */
const abandonedAgeMs = 60 * 60 * 1000
const intervalMs = 60 * 60 * 1000
/** What `known_filenames` takes at once. */
const batchSize = 1_000

/** Sweeps now and every hour; one process of a stack does it. Failures are logged, and the next hour tries again. */
export function startImageSweep(dependencies: ImageSweepDependencies): () => void {
  const { log, clock } = dependencies
  let isStopped = false
  let cancel = () => {}
  // A sweep reports its own failure; nobody waits for it.
  void run()

  async function run(): Promise<void> {
    try {
      const swept = await sweepImages(dependencies)
      if (swept.unsent + swept.stray > 0) log.info('images_swept', swept)
    } catch (error) {
      log.warn('image_sweep_failed', { error })
    }
    if (!isStopped) cancel = clock.after(intervalMs, () => void run())
  }

  return () => {
    isStopped = true
    cancel()
  }
}

/** Removes pictures that nobody sent, and the files that crashes left. Counts are of files. Idempotent. */
export async function sweepImages(
  dependencies: ImageSweepDependencies,
): Promise<{ unsent: number; stray: number }> {
  const { dir, clock } = dependencies
  const unsent = await forgetUnsent(dependencies)
  const incoming = path.join(dir, incomingFolder)
  const abandoned = await abandonedFiles(incoming, clock)
  await removePictures(incoming, abandoned)
  const stray = await strayFiles(dependencies)
  await removePictures(dir, stray)
  return { unsent, stray: abandoned.length + stray.length }
}

/** What came in pieces may be gone on with for longer [P-72]. */
async function abandonedFiles(incoming: string, clock: Clock): Promise<string[]> {
  const nowMs = clock.nowMs()
  const old = await filesOlderThan(incoming, nowMs - abandonedAgeMs)
  const older = new Set(await filesOlderThan(incoming, nowMs - limits.uploadLifetimeMs))
  return old.filter((filename) => partOfFilename(filename) === null || older.has(filename))
}

/** The store forgets some at a time. Their rows go first: a crash in between leaves strays, which a later sweep finds. */
async function forgetUnsent({ dir, keepUnsentMs, store }: ImageSweepDependencies): Promise<number> {
  let removed = 0
  for (;;) {
    const { filenames } = await store.execute('sweep_images', { olderThanMs: keepUnsentMs })
    if (filenames.length === 0) return removed
    const ours = filenames.filter((filename) => imageFilenamePattern.test(filename))
    await removePictures(dir, ours)
    removed += ours.length
  }
}

async function strayFiles({ dir, store, clock }: ImageSweepDependencies): Promise<string[]> {
  const old = await filesOlderThan(dir, clock.nowMs() - strayAgeMs)
  // Only what we could have made is ours to remove: an operator's own file, or .gitkeep, is not.
  const candidates = old.filter((filename) => imageFilenamePattern.test(filename))
  const stray: string[] = []
  for (let start = 0; start < candidates.length; start += batchSize) {
    const batch = candidates.slice(start, start + batchSize)
    const known = new Set(await store.read('known_filenames', { filenames: batch }))
    stray.push(...batch.filter((filename) => !known.has(filename)))
  }
  return stray
}

async function filesOlderThan(dir: string, beforeMs: number): Promise<string[]> {
  const old: string[] = []
  for (const entry of await entriesOf(dir)) {
    if (!entry.isFile()) continue
    const status = await stat(path.join(dir, entry.name)).catch(ignoreMissing)
    if (status !== undefined && status.mtimeMs < beforeMs) old.push(entry.name)
  }
  return old
}

async function entriesOf(dir: string) {
  return (await readdir(dir, { withFileTypes: true }).catch(ignoreMissing)) ?? []
}

/** Another sweep, or the owner of an upload, was quicker; a folder is made by the first upload. */
function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
