import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import type { FileDigest } from './manifest.ts'
import { blockBytes, encodeTarHeader, paddingBytes } from './tar-header.ts'

export interface ArchiveWriter {
  /** Copies a file into the archive; `null` where there is none (any more). */
  addFile(name: string, source: string): Promise<FileDigest | null>
  addText(name: string, text: string): Promise<void>
  /** Resolves when all of it is on the disk. */
  finish(): Promise<void>
}

const chunkBytes = 1024 * 1024
/** A little at a time: one large flush would hold up the commits of those who chat. */
const syncEachBytes = 4 * 1024 * 1024

/** An archive that any `tar` can read, one member after the other; `handle` is an empty file. */
export function createArchiveWriter(handle: FileHandle, madeAtMs: number): ArchiveWriter {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  let unsyncedBytes = 0

  async function addFile(name: string, source: string): Promise<FileDigest | null> {
    const file = await openIfThere(source)
    if (file === null) return null
    try {
      const { size: bytes } = await file.stat()
      await write(encodeTarHeader({ name, bytes }, madeAtMs))
      const sha256 = await copy(file, bytes, source)
      await pad(bytes)
      return { bytes, sha256 }
    } finally {
      await file.close()
    }
  }

  async function copy(file: FileHandle, bytes: number, source: string): Promise<string> {
    const hash = createHash('sha256')
    for (let left = bytes; left > 0; ) {
      const { bytesRead } = await file.read(chunk, 0, Math.min(left, chunkBytes))
      if (bytesRead === 0) throw new Error(`${source} became shorter while it was read.`)
      const part = chunk.subarray(0, bytesRead)
      hash.update(part)
      await write(part)
      left -= bytesRead
    }
    return hash.digest('hex')
  }

  async function addText(name: string, text: string): Promise<void> {
    const content = Buffer.from(text)
    await write(encodeTarHeader({ name, bytes: content.length }, madeAtMs))
    await write(content)
    await pad(content.length)
  }

  async function finish(): Promise<void> {
    await write(Buffer.alloc(2 * blockBytes))
    await handle.sync()
  }

  async function pad(bytes: number): Promise<void> {
    await write(Buffer.alloc(paddingBytes(bytes)))
  }

  /** A write may take less than it was given. */
  async function write(data: Buffer): Promise<void> {
    for (let at = 0; at < data.length; ) {
      const { bytesWritten } = await handle.write(data, at)
      at += bytesWritten
    }
    unsyncedBytes += data.length
    if (unsyncedBytes < syncEachBytes) return
    unsyncedBytes = 0
    await handle.datasync()
  }

  return { addFile, addText, finish }
}

/** A link is not followed: what it points to is not ours. */
async function openIfThere(source: string): Promise<FileHandle | null> {
  try {
    return await open(source, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
