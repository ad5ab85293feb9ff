import { rm } from 'node:fs/promises'
import path from 'node:path'

/** Removes files that no row names any more; those that are gone already do not matter. */
export async function removePictures(dir: string, filenames: readonly string[]): Promise<void> {
  for (const filename of filenames) await rm(path.join(dir, filename), { force: true })
}
