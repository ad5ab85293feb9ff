import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip, constants as zlib } from 'node:zlib'

/** One file of the built client, in memory. */
export interface ClientFile {
  readonly type: string
  readonly etag: string
  /** Its name has its hash, so it can be kept for ever. */
  readonly isImmutable: boolean
  /** The bytes, in this encoding or, where that wins nothing, as they are. Compressed once, when first asked for. */
  body(accepted: Encoding | null): Promise<{ bytes: Buffer; encoding: Encoding | null }>
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
 * The client as it is built now, in memory: a request can name no file but these, whatever its path looks like. `null`
 * where it was not built. It is read again when a build has changed it, so that no restart is needed.
 */
export function openWebClient(dir: string): () => Promise<WebClient | null> {
  let loaded = { stamp: '', client: Promise.resolve<WebClient | null>(null) }
  return async () => {
    const stamp = await buildStamp(dir)
    if (stamp !== loaded.stamp) loaded = { stamp, client: load(dir) }
    return loaded.client
  }
}

/** The page names the assets, and a folder's time changes with the names in it. */
async function buildStamp(dir: string): Promise<string> {
  const times = ['index.html', 'assets'].map(async (name) => {
    const status = await stat(path.join(dir, name)).catch(ignoreMissing)
    return status?.mtimeMs ?? 0
  })
  return (await Promise.all(times)).join(' ')
}

/** Files of other kinds, such as source maps, are not served. */
async function load(dir: string): Promise<WebClient | null> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(ignoreMissing)
  const client = new Map<string, ClientFile>()
  for (const entry of entries ?? []) {
    const type = types[path.extname(entry.name)]
    if (!entry.isFile() || type === undefined) continue
    const file = path.join(entry.parentPath, entry.name)
    const address = `/${path.relative(dir, file).split(path.sep).join('/')}`
    const bytes = await readFile(file).catch(ignoreMissing)
    if (bytes !== undefined) client.set(address, clientFile(address, type, bytes))
  }
  return client.has('/index.html') ? client : null
}

function clientFile(address: string, type: string, bytes: Buffer): ClientFile {
  const isWorthIt = compressible.test(type) && bytes.length >= minCompressedBytes
  const compressed = new Map<Encoding, Promise<Buffer>>()

  async function body(accepted: Encoding | null) {
    const encoding = isWorthIt ? accepted : null
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
