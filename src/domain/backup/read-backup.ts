import { mkdir, open, rm } from 'node:fs/promises'
import path from 'node:path'
import { imageFilenamePattern } from '../images/filename.ts'
import { type ArchiveMember, readArchive } from './archive-reader.ts'
import { BackupError } from './backup-error.ts'
import {
  databaseMember,
  type FileDigest,
  type Manifest,
  manifestMember,
  parseManifest,
  picturesFolder,
} from './manifest.ts'

/** Where a backup is laid out until it takes the place of what is there: on the file systems where it will be. */
export interface Staging {
  readonly folder: string
  readonly database: string
  readonly pictures: string
}

export function stagingOf({ databasePath, imagesDir }: { databasePath: string; imagesDir: string }): Staging {
  const folder = path.join(path.dirname(databasePath), 'restoring')
  return { folder, database: path.join(folder, databaseMember), pictures: path.join(imagesDir, '.restoring') }
}

export async function clearStaging({ folder, pictures }: Staging): Promise<void> {
  for (const each of [folder, pictures]) await rm(each, { recursive: true, force: true })
}

/** Lays the archive out, and holds each file against the manifest. Throws `BackupError` where it is not all of a backup. */
export async function stageBackup(
  archivePath: string,
  staging: Staging,
  onProgress: (done: number) => void,
): Promise<Manifest> {
  for (const each of [staging.folder, staging.pictures]) await mkdir(each, { recursive: true, mode: 0o700 })
  const archive = await open(archivePath, 'r')
  const digests = new Map<string, FileDigest>()
  let manifest: Manifest | null = null
  try {
    if (!(await archive.stat()).isFile()) throw new Error('it is no file')
    for await (const member of readArchive(archive)) {
      if (member.name === manifestMember) manifest = parseManifest(await member.text())
      else digests.set(member.name, await stage(member, staging))
      onProgress(digests.size)
    }
    if (manifest === null) throw new Error('it breaks off')
    compare(manifest, digests)
    return manifest
  } catch (error) {
    throw isOurs(error)
      ? new BackupError(`${archivePath} is no whole backup: ${error.message}.`, { cause: error })
      : error
  } finally {
    await archive.close()
  }
}

function stage(member: ArchiveMember, { database, pictures }: Staging): Promise<FileDigest> {
  if (member.name === databaseMember) return member.extract(database)
  // A name with a folder in it could lead anywhere.
  const name = member.name.startsWith(picturesFolder) ? member.name.slice(picturesFolder.length) : ''
  if (!imageFilenamePattern.test(name)) throw new Error(`it holds ${JSON.stringify(member.name)}`)
  return member.extract(path.join(pictures, name))
}

function compare({ database, pictures }: Manifest, digests: ReadonlyMap<string, FileDigest>): void {
  const expected: [string, FileDigest][] = [
    [databaseMember, database],
    ...pictures.map(({ name, ...digest }): [string, FileDigest] => [picturesFolder + name, digest]),
  ]
  for (const [name, { bytes, sha256 }] of expected) {
    const found = digests.get(name)
    if (found === undefined) throw new Error(`${name} is missing`)
    if (found.bytes !== bytes || found.sha256 !== sha256) throw new Error(`${name} is damaged`)
  }
  if (digests.size !== expected.length) throw new Error('it holds files that its manifest does not name')
}

/** Not one of the file system's, which has a code and speaks for itself. */
function isOurs(error: unknown): error is Error {
  return error instanceof Error && !('code' in error)
}
