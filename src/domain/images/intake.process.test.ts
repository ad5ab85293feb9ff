import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import sharp from 'sharp'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import * as corpus from '../../../test/helpers/picture-corpus.ts'
import { systemClock } from '../../platform/clock.ts'
import { silentLog } from '../../platform/log.ts'
import type { CommandInput } from '../commands.ts'
import { DomainError } from '../errors.ts'
import type { Store } from '../store.ts'
import { imageFilenamePattern } from './filename.ts'
import { createImageIntake, type ImageIntake, type ImageIntakeDependencies } from './intake.ts'

// Workers have the lowest priority, so on a busy machine they may take their time.
vi.setConfig({ testTimeout: 60_000 })

const fixtures = path.join(import.meta.dirname, '../../../test/fixtures/image-workers')

let dir: string
let rows: CommandInput<'add_image'>[]
let addImage: (input: CommandInput<'add_image'>) => void
let intake: ImageIntake | undefined

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-images-'))
  rows = []
  addImage = (input) => rows.push(input)
})

afterEach(async () => {
  await intake?.close()
  intake = undefined
  await rm(dir, { recursive: true, force: true })
})

test('[P-42] keeps a photo as WebP, upright, with its thumbnail, and a row that names both', async () => {
  const view = await receive(await corpus.geotaggedJpeg())

  const row = onlyRow()
  expect(row).toMatchObject({ ownerId: 7, width: 480, height: 640 })
  expect(view).toMatchObject({ image_id: '1', width: 480, height: 640 })
  expect(await kept()).toEqual([row.filename, row.thumbFilename].toSorted())
  expect((await stat(path.join(dir, row.filename))).size).toBe(row.bytes)
  const { format, width, height } = await sharp(await read(row.thumbFilename)).metadata()
  expect({ format, width, height }).toEqual({ format: 'webp', width: 360, height: 480 })
})

test('lets no metadata of the sender through: no place, no device, no comment', async () => {
  const photo = await corpus.geotaggedJpeg()
  expect(photo.includes('CanaryPhone')).toBe(true)

  await receive(photo)

  for (const filename of await kept()) {
    const bytes = await read(filename)
    const { exif, xmp, icc, iptc, orientation } = await sharp(bytes).metadata()
    expect({ exif, xmp, icc, iptc, orientation }).toEqual({})
    expect(bytes.includes('Canary')).toBe(false)
  }
})

test('keeps nothing of a polyglot but its pixels', async () => {
  await receive(await corpus.htmlPolyglot())

  for (const filename of await kept()) expect((await read(filename)).includes('script')).toBe(false)
})

test.each([
  ['JPEG', corpus.jpeg],
  ['PNG', corpus.png],
  ['WebP', corpus.webp],
  ['GIF', corpus.animatedGif],
])('takes %s by its content, whatever it is called', async (_name, make) => {
  await receive(Readable.from([await make()]))

  expect(rows).toHaveLength(1)
})

test('keeps an animation moving, in its thumbnail too', async () => {
  await receive(await corpus.animatedGif(5))

  const frames = await Promise.all((await kept()).map(async (name) => (await metadata(name)).pages))
  expect(frames).toEqual([5, 5])
  expect(rows[0]).toMatchObject({ width: 120, height: 80 })
})

test('keeps the first frame of an animation that has too many', async () => {
  await receive(corpus.gifOfManyFrames())

  expect((await metadata(rows[0]?.filename ?? '')).pages).toBeUndefined()
})

test('shrinks a large picture to 2048 pixels at its longest edge', async () => {
  await receive(await corpus.jpeg(3000, 1500))

  expect(rows[0]).toMatchObject({ width: 2048, height: 1024 })
})

test('makes files that the owner of the server alone can read', async () => {
  await receive(await corpus.jpeg())

  for (const filename of await kept()) {
    expect(((await stat(path.join(dir, filename))).mode & 0o777).toString(8)).toBe('600')
  }
})

test.each([
  ['a truncated JPEG', 'unsupported_media', corpus.truncatedJpeg],
  ['an SVG', 'unsupported_media', corpus.svg],
  ['no bytes at all', 'unsupported_media', () => Buffer.alloc(0)],
  ['text', 'unsupported_media', () => Buffer.from('not a picture')],
  [
    'a TIFF',
    'unsupported_media',
    async () =>
      sharp(await corpus.png())
        .tiff()
        .toBuffer(),
  ],
  [
    'an AVIF',
    'unsupported_media',
    async () =>
      sharp(await corpus.png(16, 16))
        .avif()
        .toBuffer(),
  ],
  ['a PDF', 'unsupported_media', () => Buffer.from('%PDF-1.4\n%%EOF\n')],
  ['a bomb of 256 megapixels', 'too_large', () => corpus.pngBomb()],
  [
    'a PNG that promises pixels it does not have',
    'unsupported_media',
    async () => (await corpus.png()).subarray(0, 60),
  ],
])('refuses %s with %s, and leaves nothing behind', async (_name, code, make) => {
  const refused = receive(await make())

  await expect(refused).rejects.toMatchObject({ name: 'DomainError', code })
  await expectNothingLeft()
})

test('refuses a stream as soon as it is larger than allowed, and leaves it open for the answer', async () => {
  const source = new PassThrough()
  source.write(Buffer.alloc(1500))
  source.write(Buffer.alloc(1500))

  const refused = receive(source, { maxBytes: 2048 })

  await expect(refused).rejects.toMatchObject({ code: 'too_large' })
  expect(source.destroyed).toBe(false)
  await expectNothingLeft()
})

test('says how many megapixels it takes', async () => {
  const refused = receive(await corpus.jpeg(2000, 1000), { maxPixels: 1_000_000 })

  await expect(refused).rejects.toThrow('The picture has 2 megapixels; the server takes 1.')
})

test('leaves nothing behind when the requester goes away while sending', async () => {
  const source = new PassThrough()
  const requester = new AbortController()
  source.write((await corpus.jpeg()).subarray(0, 1000))
  const received = receive(source, {}, requester.signal)
  received.catch(() => {})
  await fileIn('.incoming')

  requester.abort(new Error('gone'))

  await expect(received).rejects.toThrow('gone')
  await expectNothingLeft()
})

test('leaves nothing behind when the stream breaks off', async () => {
  const source = new PassThrough()
  source.write(Buffer.alloc(100))
  const received = receive(source)
  received.catch(() => {})
  await fileIn('.incoming')

  source.destroy(new Error('cut'))

  await expect(received).rejects.toMatchObject({ code: 'bad_request' })
  await expectNothingLeft()
})

test('ends the worker when the requester goes away while it works', async () => {
  const requester = new AbortController()
  const received = receive(
    await corpus.jpeg(),
    { workerFile: path.join(fixtures, 'hangs.ts') },
    requester.signal,
  )
  received.catch(() => {})
  await fileIn('.incoming')

  requester.abort(new Error('gone'))

  await expect(received).rejects.toThrow('gone')
  await expectNothingLeft()
})

test('leaves no file without a row when the row is refused', async () => {
  addImage = () => {
    throw new DomainError('storage_full')
  }

  await expect(receive(await corpus.jpeg())).rejects.toMatchObject({ code: 'storage_full' })
  await expectNothingLeft()
})

test('kills a worker that hangs', async () => {
  const refused = receive(Buffer.from('x'), {
    workerFile: path.join(fixtures, 'hangs.ts'),
    bounds: { deadlineMs: 200 },
  })

  await expect(refused).rejects.toMatchObject({ code: 'unavailable' })
  await expectNothingLeft()
})

test('kills a worker that takes too much memory', async () => {
  const refused = receive(Buffer.from('x'), {
    workerFile: path.join(fixtures, 'grows.ts'),
    bounds: { maxRssBytes: 100 * 1024 * 1024 },
  })

  await expect(refused).rejects.toMatchObject({ code: 'too_large' })
})

test('calls bytes that crash the decoder no picture', async () => {
  const refused = receive(Buffer.from('x'), { workerFile: path.join(fixtures, 'crashes.ts') })

  await expect(refused).rejects.toMatchObject({ code: 'unsupported_media' })
})

test('does not believe a worker that makes no sense', async () => {
  const failed = receive(Buffer.from('x'), { workerFile: path.join(fixtures, 'lies.ts') })

  await expect(failed).rejects.toThrow('The image worker ended without an answer.')
})

test('gives the worker the lowest priority, and nothing of its environment', async () => {
  const refused = await receive(Buffer.from('x'), {
    workerFile: path.join(fixtures, 'reports-niceness.ts'),
  }).catch((error: unknown) => error)

  const { niceness, environment } = JSON.parse((refused as Error).message) as {
    niceness: number[]
    environment: string[]
  }
  expect(new Set(niceness)).toEqual(new Set([19]))
  expect(environment.filter((name) => name.startsWith('CHAT_STACK') || name === 'PATH')).toEqual([])
})

test('decodes one at a time, and refuses the twenty-second at once', async () => {
  const options = { workerFile: path.join(fixtures, 'hangs.ts'), bounds: { deadlineMs: 60_000 } }
  const shared = createIntake(options)
  const requester = new AbortController()
  const picture = Buffer.from('x')
  const receiveShared = () => shared.receive(picture, { ownerId: 7, signal: requester.signal })
  const waiting = Array.from({ length: 22 }, receiveShared)

  await expect(Promise.race(waiting)).rejects.toMatchObject({ code: 'unavailable' })
  requester.abort(new Error('gone'))
  const settled = await Promise.allSettled(waiting)
  const reasons = settled.map((each) => (each.status === 'rejected' ? (each.reason as Error).message : ''))
  expect(reasons.filter((reason) => reason === 'gone')).toHaveLength(21)
  await expectNothingLeft()
})

test('ends what is under way when it closes, and takes nothing more', async () => {
  const shared = createIntake({ workerFile: path.join(fixtures, 'hangs.ts') })
  const received = shared.receive(Buffer.from('x'), { ownerId: 7 })
  received.catch(() => {})
  await fileIn('.incoming')

  await shared.close()

  await expect(received).rejects.toMatchObject({ code: 'unavailable' })
  await expect(shared.receive(Buffer.from('x'), { ownerId: 7 })).rejects.toMatchObject({
    code: 'unavailable',
  })
  await expectNothingLeft()
})

test.each([
  ['a progressive JPEG', corpus.progressiveJpeg40],
  ['an interlaced PNG', corpus.interlacedPng40],
])('takes the worst within the limits: %s of 40 megapixels', async (_name, make) => {
  await receive(await make())

  expect(rows[0]).toMatchObject({ width: 2048, height: 1366 })
})

function createIntake(options: Partial<ImageIntakeDependencies> = {}): ImageIntake {
  const store = {
    async execute(_kind: string, input: CommandInput<'add_image'>) {
      addImage(input)
      const { filename, thumbFilename, width, height } = input
      const [url, thumb_url] = [`/temp/images/${filename}`, `/temp/images/${thumbFilename}`]
      return { image_id: String(rows.length), url, thumb_url, width, height }
    },
    read: async () => 0,
  } as unknown as Pick<Store, 'execute' | 'read'>
  const limits = {
    quotaBytesPerUser: null,
    maxBytes: 10 * 1024 * 1024,
    maxPixels: 40_000_000,
    bounds: { deadlineMs: 60_000 },
  }
  intake = createImageIntake({ dir, ...limits, store, log: silentLog, clock: systemClock, ...options })
  return intake
}

function receive(
  source: Buffer | Readable,
  options: Partial<ImageIntakeDependencies> = {},
  signal?: AbortSignal,
) {
  return createIntake(options).receive(source, { ownerId: 7, ...(signal && { signal }) })
}

function onlyRow(): CommandInput<'add_image'> {
  const [row] = rows
  if (row === undefined) throw new Error('Expected a row, got none.')
  return row
}

async function kept(): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true })
  const filenames = entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
  for (const filename of filenames) expect(filename).toMatch(imageFilenamePattern)
  return filenames.toSorted()
}

function read(filename: string): Promise<Buffer> {
  return readFile(path.join(dir, filename))
}

async function metadata(filename: string) {
  return sharp(await read(filename)).metadata()
}

/** Resolves when the folder has a file: the picture is on its way in. */
async function fileIn(folder: string): Promise<void> {
  await mkdir(path.join(dir, folder), { recursive: true })
  await expect.poll(() => readdir(path.join(dir, folder))).not.toEqual([])
}

async function expectNothingLeft(): Promise<void> {
  expect(await kept()).toEqual([])
  expect(await readdir(path.join(dir, '.incoming'))).toEqual([])
  expect(rows).toEqual([])
}
