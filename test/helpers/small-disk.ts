import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** Whether we have the right to mount a disk of our own. */
export async function canMount(): Promise<boolean> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-mount-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A disk of so many bytes, until the test ends. */
export async function smallDisk(bytes: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-disk-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=700`, 'tmpfs', folder])
  onTestFinished(() => void execFileSync('umount', [folder]))
  return folder
}

/** Takes all room but so many bytes; the file that does is to be removed. */
export async function fillDisk(folder: string, leaveBytes: number): Promise<string> {
  const { bavail, bsize } = await statfs(folder)
  const file = path.join(folder, 'filler')
  await writeFile(file, Buffer.alloc(Math.max(0, bavail * bsize - leaveBytes)))
  return file
}

export function remount(folder: string, mode: 'ro' | 'rw'): void {
  execFileSync('mount', ['-o', `remount,${mode}`, folder])
}
