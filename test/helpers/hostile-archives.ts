import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { createArchiveWriter } from '../../src/domain/backup/archive-writer.ts'
import { databaseMember, manifestMember } from '../../src/domain/backup/manifest.ts'
import { encodeTarHeader } from '../../src/domain/backup/tar-header.ts'
import { withTarSize } from './tar-size.ts'

/** Archives that are no backups, each at the place of `file`. */

const madeAtMs = 1_800_000_000_000

export async function foreignArchive(file: string): Promise<void> {
  execFileSync('tar', ['--format=ustar', '-cf', file, '-C', import.meta.dirname, 'tar-size.ts'])
}

export async function climbingArchive(file: string): Promise<void> {
  execFileSync('tar', [
    ...['--format=ustar', '-P', '--transform=s,^tar-size.ts$,images/../../../evil.webp,'],
    ...['-cf', file, '-C', import.meta.dirname, 'tar-size.ts'],
  ])
}

/** A reader that believes it would come to the same member again and again. */
export async function backwardsArchive(file: string): Promise<void> {
  const header = encodeTarHeader({ name: 'chat.db', bytes: 0 }, madeAtMs)
  await writeFile(file, Buffer.concat([withTarSize(header, Buffer.from('-0000001000')), Buffer.alloc(4_096)]))
}

export async function boastingArchive(file: string): Promise<void> {
  const bytes = 500 * 1024 * 1024
  await writeFile(
    file,
    Buffer.concat([encodeTarHeader({ name: 'manifest.json', bytes }, madeAtMs), Buffer.alloc(4_096)]),
  )
}

/** All is as it should be, but for what the database is. */
export async function archiveAround(file: string, database: Buffer): Promise<void> {
  const source = `${file}.db`
  await writeFile(source, database)
  const handle = await open(file, 'w')
  const archive = createArchiveWriter(handle, madeAtMs)
  await archive.addFile(databaseMember, source)
  const sha256 = createHash('sha256').update(database).digest('hex')
  const manifest = {
    ...{ format: 'chat-stack-backup-1', product: 'test', made_ts: madeAtMs, schema: 1 },
    ...{ database: { bytes: database.length, sha256 }, pictures: [], missing: [] },
  }
  await archive.addText(manifestMember, JSON.stringify(manifest))
  await archive.finish()
  await handle.close()
}

export async function folderInPlace(file: string): Promise<void> {
  await rm(file)
  await mkdir(file)
}

/** The same backup as a later program would have made it. */
export async function withSchema(archivePath: string, schema: number): Promise<string> {
  const folder = `${archivePath}.out`
  await mkdir(folder)
  execFileSync('tar', ['-xmf', archivePath, '-C', folder])
  const db = new Sqlite(path.join(folder, 'chat.db'))
  db.pragma(`user_version = ${schema}`)
  db.close()
  const manifestPath = path.join(folder, 'manifest.json')
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as { database: object }
  const { size } = await stat(path.join(folder, 'chat.db'))
  manifest.database = { bytes: size, sha256: await hashOf(path.join(folder, 'chat.db')) }
  await writeFile(manifestPath, JSON.stringify(manifest))
  execFileSync('tar', [
    '--format=ustar',
    '-cf',
    `${archivePath}.new`,
    '-C',
    folder,
    'chat.db',
    'manifest.json',
  ])
  return `${archivePath}.new`
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
}
