import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'

/** One file of the built client, in memory. */
export interface ClientFile {
  readonly type: string
  readonly etag: string
  /** Its name has its hash, so it can be kept for ever. */
  readonly isImmutable: boolean
  /** The bytes in the best encoding that the browser takes; `null` means as they are. Compressed once, when first asked for. */
  body(accepted: readonly Encoding[]): Promise<{ bytes: Buffer; encoding: Encoding | null }>
}

export type Encoding = 'br' | 'gzip'

/** Paths on the server (`/index.html`) and what lies there. */
export type WebClient = ReadonlyMap<string, ClientFile>

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const compressible = /^(?:text\/|application\/|image\/svg)/
/** Below a packet there is nothing to win. */
const minCompressedBytes = 1_024
/** A tenth of the time of the best, for files that are 5 % larger. */
const brotliQuality = 9

/**
 * Reads the built client into memory: a request can then name no file but these, whatever its path looks like. `null`
 * where the client was not built. Other kinds of files, such as source maps, are not served.
 */
export async function loadWebClient(dir: string): Promise<WebClient | null> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(ignoreMissing)
  const client = new Map<string, ClientFile>()
  for (const entry of entries ?? []) {
    const type = types[path.extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = path.join(entry.parentPath, entry.name)
    const address = `/${path.relative(dir, file).split(path.sep).join('/')}`
    client.set(address, clientFile(address, type, await readFile(file)))
  }
  return client.has('/index.html') ? client : null
}

function clientFile(address: string, type: string, bytes: Buffer): ClientFile {
  const isWorthIt = compressible.test(type) && bytes.length >= minCompressedBytes
  const compressed = new Map<Encoding, Promise<Buffer>>()

  async function body(accepted: readonly Encoding[]) {
    const encoding = isWorthIt ? (accepted[0] ?? null) : null
    if (encoding === null) return { bytes, encoding }
    const made = compressed.get(encoding) ?? compressors[encoding](bytes)
    compressed.set(encoding, made)
    return { bytes: await made, encoding }
  }

  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  return { type, etag, isImmutable: address.startsWith('/assets/'), body }
}

const compressors: Record<Encoding, (bytes: Buffer) => Promise<Buffer>> = {
  br: (bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [zlib.BROTLI_PARAM_QUALITY]: brotliQuality,
        [zlib.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gzip: (bytes) => promisify(gzip)(bytes, { level: 9 }),
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
