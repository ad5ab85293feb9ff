import { mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { limits } from '../../protocol/limits.ts'
import { DomainError } from '../errors.ts'
import { uploadConflict } from '../image-arrival.ts'
import { removeFile } from './preparation.ts'
import { partFilename, partOfFilename, type UploadPart, uploadKey } from './upload-part.ts'

/** Unfinished pictures of all users together, and what they may come to. */
const maxParts = 500
const maxPartBytes = 1024 * 1024 * 1024

/**
 * [P-70] [P-72] Finds the file of an upload, or the place for a new one; the file itself is made by whoever writes. Throws
 * idempotency_conflict for a name that is another picture's. Where there is no room the oldest gives way that
 * nobody works on (`isOpen`): first the user's own, then anybody's; without one it is unavailable.
 */
export async function findPart(
  folder: string,
  part: UploadPart,
  isOpen: (part: UploadPart) => boolean,
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, partFilename(part))
  const parts = await partsIn(folder)
  const found = parts.find((other) => uploadKey(other) === uploadKey(part))
  if (found === undefined) await makeRoom(folder, { parts, part, isOpen })
  else if (partFilename(found) !== partFilename(part)) throw uploadConflict()
  return file
}

/** Idempotent. */
export async function removePart(
  folder: string,
  part: Pick<UploadPart, 'ownerId' | 'clientUploadId'>,
): Promise<void> {
  const found = (await partsIn(folder)).find((other) => uploadKey(other) === uploadKey(part))
  if (found !== undefined) await removeFile(path.join(folder, partFilename(found)))
}

async function partsIn(folder: string): Promise<UploadPart[]> {
  const filenames = (await readdir(folder).catch(ignoreMissing)) ?? []
  return filenames.flatMap((filename) => partOfFilename(filename) ?? [])
}

async function makeRoom(
  folder: string,
  options: { parts: UploadPart[]; part: UploadPart; isOpen: (part: UploadPart) => boolean },
): Promise<void> {
  let { parts } = options
  const { part, isOpen } = options
  for (;;) {
    const own = parts.filter(({ ownerId }) => ownerId === part.ownerId)
    const isOwnFull = own.length >= limits.maxUnfinishedUploads
    if (!isOwnFull && isWithinBounds(parts, part)) return
    const candidates = (isOwnFull ? own : parts).filter((other) => !isOpen(other))
    const oldest = await oldestOf(folder, candidates)
    if (oldest === null) throw new DomainError('unavailable')
    await removeFile(path.join(folder, partFilename(oldest)))
    parts = parts.filter((other) => other !== oldest)
  }
}

function isWithinBounds(parts: readonly UploadPart[], part: UploadPart): boolean {
  const bytes = parts.reduce((sum, other) => sum + other.bytes, part.bytes)
  return parts.length < maxParts && bytes <= maxPartBytes
}

/** By the last byte that came. One that was removed meanwhile is as old as can be. */
async function oldestOf(folder: string, parts: readonly UploadPart[]): Promise<UploadPart | null> {
  const ages = await Promise.all(
    parts.map(async (part) => {
      const status = await stat(path.join(folder, partFilename(part))).catch(ignoreMissing)
      return { part, atMs: status?.mtimeMs ?? 0 }
    }),
  )
  return ages.toSorted((one, other) => one.atMs - other.atMs)[0]?.part ?? null
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code !== 'ENOENT') throw error
  return null
}
