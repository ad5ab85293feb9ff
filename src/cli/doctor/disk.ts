import { statfsSync } from 'node:fs'
import type { Config } from '../../config/schema.ts'
import { type Finding, ok, problem, warning } from './finding.ts'
import { nearestFolder } from './folders.ts'

const scarceBytes = 1024 ** 3
const tooFewBytes = 100 * 1024 ** 2

/** One finding for each file system that holds data. */
export function checkDisk({ database, images }: Config): Finding[] {
  const folders = new Map(
    [database.path, images.dir].map((target) => [spaceOf(nearestFolder(target)).key, target]),
  )
  return [...folders.values()].map((target) => {
    const folder = nearestFolder(target)
    const { freeBytes } = spaceOf(folder)
    const fact = `${(freeBytes / 1024 ** 3).toFixed(1)} GB free at ${folder}`
    if (freeBytes > scarceBytes) return ok('disk', fact)
    const judge = freeBytes > tooFewBytes ? warning : problem
    return judge('disk', fact, 'Make room, or move database.path or images.dir to a larger disk.')
  })
}

function spaceOf(folder: string) {
  const { bavail, bsize, blocks, type } = statfsSync(folder)
  return { freeBytes: bavail * bsize, key: `${type} ${blocks} ${bavail}` }
}
