import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { FileDigest } from './manifest.ts'
import { blockBytes, decodeTarHeader, paddingBytes, type TarMember } from './tar-header.ts'

export interface ArchiveMember extends TarMember {
  /** Writes it to a new file of its owner's alone, and to the disk. */
  extract(target: string): Promise<FileDigest>
  text(): Promise<string>
}

const chunkBytes = 1024 * 1024
/** A manifest names each picture in some 130 bytes. */
const maxTextBytes = 512 * 1024 * 1024

/** Its members in order; each has to be read, or left, before the next is asked for. Throws where it breaks off. */
export async function* readArchive(archive: FileHandle): AsyncGenerator<ArchiveMember> {
  const chunk = Buffer.allocUnsafe(chunkBytes)
  const { size: archiveBytes } = await archive.stat()
  for (let at = 0; ; ) {
    const member = decodeTarHeader(await readExactly(archive, at, blockBytes))
    if (member === null) return
    const start = at + blockBytes
    if (start + member.bytes > archiveBytes) throw new Error('it breaks off')
    yield {
      ...member,
      extract: (target) => extract(archive, { start, bytes: member.bytes, chunk }, target),
      text: () => text(archive, start, member.bytes),
    }
    at = start + member.bytes + paddingBytes(member.bytes)
  }
}

async function extract(
  archive: FileHandle,
  { start, bytes, chunk }: { start: number; bytes: number; chunk: Buffer },
  target: string,
): Promise<FileDigest> {
  const hash = createHash('sha256')
  const file = await open(target, 'w', 0o600)
  try {
    for (let done = 0; done < bytes; ) {
      const { bytesRead } = await archive.read(chunk, 0, Math.min(bytes - done, chunkBytes), start + done)
      if (bytesRead === 0) throw new Error('it breaks off')
      const part = chunk.subarray(0, bytesRead)
      hash.update(part)
      await file.writeFile(part)
      done += bytesRead
    }
    await file.sync()
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

async function text(archive: FileHandle, start: number, bytes: number): Promise<string> {
  if (bytes > maxTextBytes) throw new Error('its manifest is too long')
  return (await readExactly(archive, start, bytes)).toString('utf8')
}

async function readExactly(archive: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const data = Buffer.alloc(bytes)
  for (let done = 0; done < bytes; ) {
    const { bytesRead } = await archive.read(data, done, bytes - done, at + done)
    if (bytesRead === 0) throw new Error('it breaks off')
    done += bytesRead
  }
  return data
}
