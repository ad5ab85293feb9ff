/** A process for one picture: what its bytes do to the decoder, they do to nobody else. */
import { open } from 'node:fs/promises'
import { RefusedPicture, reencode } from './reencode.ts'
import { isStorageFull } from './storage-full.ts'
import type { WorkerMessage, WorkerTask } from './worker-message.ts'

// Whoever waits for the answer is gone. An ordinary exit would first wait for the decoder's threads.
process.on('disconnect', die)
if (!process.connected) die()
process.umask(0o077)
process.send?.(await work(JSON.parse(process.argv[2] ?? '') as WorkerTask), () => process.exit())

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

async function work(task: WorkerTask): Promise<WorkerMessage> {
  try {
    const { picture, thumbnail } = await reencode(task.source, task.maxPixels)
    await writeDurably(task.picture, picture.data)
    await writeDurably(task.thumbnail, thumbnail.data)
    return { type: 'encoded', width: picture.width, height: picture.height, bytes: picture.data.length }
  } catch (error) {
    if (error instanceof RefusedPicture) return { type: 'refused', code: error.code, message: error.message }
    if (isStorageFull(error)) return { type: 'refused', code: 'storage_full' }
    throw error
  }
}

async function writeDurably(file: string, data: Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
