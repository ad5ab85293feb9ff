import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { DomainError } from '../errors.ts'

/**
 * Writes what comes to a new file that only the owner can read, and counts as it grows.
 * Rejects with too_large, unsupported_media (nothing came) and bad_request (it broke off); whoever asked removes the file.
 * A stream that is refused is left as it is: who is still sending may want to read why.
 */
export async function spool(
  source: Readable | Uint8Array,
  options: { file: string; maxBytes: number; signal: AbortSignal },
): Promise<void> {
  const { file, maxBytes, signal } = options
  const handle = await open(file, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const chunk of chunksOf(source, signal)) {
      bytes += chunk.length
      if (bytes > maxBytes) throw new DomainError('too_large')
      await handle.writeFile(chunk)
    }
  } finally {
    await handle.close()
  }
  if (bytes === 0) throw new DomainError('unsupported_media', { message: 'The picture is empty.' })
}

async function* chunksOf(source: Readable | Uint8Array, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  signal.throwIfAborted()
  if (source instanceof Uint8Array) {
    yield source
    return
  }
  // The stream stays open after a refusal, so a signal must end a wait for bytes that may never come.
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  aborted.catch(() => {})
  const iterator = source.iterator({ destroyOnReturn: false })
  for (;;) {
    const { done, value } = await Promise.race([nextOf(iterator), aborted])
    if (done === true) return
    yield value
  }
}

async function nextOf(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await iterator.next()
  } catch (cause) {
    throw new DomainError('bad_request', { message: 'The picture did not arrive whole.', cause })
  }
}
