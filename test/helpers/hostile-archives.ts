import { execFileSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
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
