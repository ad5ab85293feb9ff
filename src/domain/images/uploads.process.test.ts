import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createManualClock, type ManualClock } from '../../../test/helpers/manual-clock.ts'
import { jpeg } from '../../../test/helpers/picture-corpus.ts'
import { silentLog } from '../../platform/log.ts'
import { limits } from '../../protocol/limits.ts'
import type { ImageView } from '../../protocol/views.ts'
import type { DomainError } from '../errors.ts'
import type { Store } from '../store.ts'
import { createImageIntake, type ImageIntake, type ImageIntakeDependencies } from './intake.ts'
import type { UploadPart } from './upload-part.ts'
import type { Begun } from './uploads.ts'

// Workers have the lowest priority, so on a busy machine they may take their time.
vi.setConfig({ testTimeout: 60_000 })

const mime = 'image/jpeg'
const intakes: ImageIntake[] = []
let dir: string
let clock: ManualClock
let usedBytes: number

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'chat-stack-uploads-'))
  clock = createManualClock()
  usedBytes = 0
})

afterEach(async () => {
  for (const intake of intakes.splice(0)) await intake.close()
  await rm(dir, { recursive: true, force: true })
})

function openIntake(options: Partial<ImageIntakeDependencies> = {}): ImageIntake {
  const store = {
    execute: async (_kind: string, { filename }: { filename: string }) => ({
      ...{ image_id: '1', url: `/temp/images/${filename}`, thumb_url: '', width: 1, height: 1 },
    }),
    read: async (kind: string) => (kind === 'image_bytes' ? usedBytes : null),
  } as unknown as Pick<Store, 'execute' | 'read'>
  const bounds = { maxBytes: 10_000_000, maxPixels: 40_000_000, quotaBytesPerUser: 1_000_000 }
  const intake = createImageIntake({ dir, ...bounds, store, log: silentLog, clock, ...options })
  intakes.push(intake)
  return intake
}

function partOf(bytes: Buffer, ownerId = 7): UploadPart {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return { ownerId, clientUploadId: randomUUID(), bytes: bytes.length, sha256 }
}

/** Begins, sends what is missing up to `end`, and resolves when that is written. */
async function send(intake: ImageIntake, part: UploadPart, bytes: Buffer, end = bytes.length) {
  const written = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<ImageView>()
  ended.promise.catch(() => undefined)
  const listener = {
    progressed: (upTo: number) => upTo === end && written.resolve(),
    finished: ended.resolve,
    failed: (error: DomainError) => {
      written.resolve()
      ended.reject(error)
    },
  }
  const begun = present(await intake.uploads.begin(part, { mime, listener }))
  if (begun.offset < end) begun.upload.receive(listener, begun.offset, bytes.subarray(begun.offset, end))
  else written.resolve()
  await written.promise
  return { offset: begun.offset, ended: ended.promise, leave: () => begun.upload.leave(listener) }
}

function present(begun: Begun): Begun & { kind: 'open' } {
  if (begun.kind !== 'open') throw new Error('Expected an upload that is open')
  return begun
}

const incoming = () => readdir(path.join(dir, '.incoming'))

test('[P-70] what has come is there for the next process, and the picture when all of it is', async () => {
  const bytes = await jpeg()
  const part = partOf(bytes)
  const before = openIntake()
  const first = await send(before, part, bytes, limits.minImageChunkBytes)
  await before.close()

  const second = await send(openIntake(), part, bytes)

  await expect(first.ended).rejects.toMatchObject({ code: 'unavailable' })
  expect(second.offset).toBe(limits.minImageChunkBytes)
  expect(await second.ended).toMatchObject({ image_id: '1' })
  expect(await incoming()).toEqual([])
})

test('[P-73] a process that ends while it prepares a picture leaves it whole for the next', async () => {
  const bytes = await jpeg()
  const part = partOf(bytes)
  const workerFile = path.join(import.meta.dirname, '../../../test/fixtures/image-workers/hangs.ts')
  const before = openIntake({ workerFile })
  await send(before, part, bytes)
  await before.close()

  const second = await send(openIntake(), part, bytes)

  expect(second.offset).toBe(bytes.length)
  await second.ended
})

test('[P-72] one to which nothing comes for a minute is put aside, and can be gone on with', async () => {
  const bytes = randomBytes(100_000)
  const part = partOf(bytes)
  const intake = openIntake()
  const first = await send(intake, part, bytes, 50_000)

  clock.advance(limits.uploadIdleMs)

  await expect(first.ended).rejects.toMatchObject({ code: 'unavailable' })
  expect((await send(intake, part, bytes, 70_000)).offset).toBe(50_000)
})

test('[P-72] one that is left holds none of the four that a user may have open', async () => {
  const bytes = randomBytes(100_000)
  const intake = openIntake()
  for (let count = 0; count < 2 * limits.maxOpenUploads; count += 1)
    (await send(intake, partOf(bytes), bytes, 20_000)).leave()

  expect(await incoming()).toHaveLength(2 * limits.maxOpenUploads)
})

test('[P-72] where sixteen people hold all places, the seventeenth takes one of them, and it can be gone on with', async () => {
  const bytes = randomBytes(100_000)
  const intake = openIntake()
  const held = await Promise.all(
    Array.from({ length: 64 }, async (_, index) => {
      const part = partOf(bytes, 100 + (index % 16))
      return { part, ...(await send(intake, part, bytes, 20_000)) }
    }),
  )
  const ends: (typeof held)[number][] = []
  for (const one of held) one.ended.catch(() => ends.push(one))

  const late = await send(intake, partOf(bytes, 7), bytes, 20_000)

  expect(late.offset).toBe(0)
  expect(ends).toHaveLength(1)
  await expect(ends[0]?.ended).rejects.toMatchObject({ code: 'unavailable' })
  late.leave()
  const again = await send(intake, ends[0]?.part ?? partOf(bytes), bytes, 30_000)
  expect(again.offset).toBe(20_000)
})

test('[P-72] where sixty-four people hold all places, the next waits until one of them was silent for long', async () => {
  const bytes = randomBytes(100_000)
  const intake = openIntake()
  for (let ownerId = 100; ownerId < 164; ownerId += 1)
    await send(intake, partOf(bytes, ownerId), bytes, 20_000)
  const begin = () => send(intake, partOf(bytes, 7), bytes, 20_000)

  await expect(begin()).rejects.toMatchObject({ code: 'unavailable' })
  clock.advance(15_000)

  expect(await begin()).toMatchObject({ offset: 0 })
})

test('is refused to one whose quota is used up, before a byte comes, in one piece too', async () => {
  usedBytes = 1_000_000
  const bytes = await jpeg()
  const intake = openIntake()

  await expect(send(intake, partOf(bytes), bytes)).rejects.toMatchObject({ code: 'quota_exceeded' })
  await expect(intake.receive(bytes, { ownerId: 7 })).rejects.toMatchObject({ code: 'quota_exceeded' })
  await expect(incoming()).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a bug in the preparation is told as one, and keeps what has come', async () => {
  const bytes = randomBytes(50_000)
  const lies = path.join(import.meta.dirname, '../../../test/fixtures/image-workers/lies.ts')

  const { ended } = await send(openIntake({ workerFile: lies }), partOf(bytes), bytes)

  await expect(ended).rejects.toMatchObject({ code: 'internal' })
  expect(await incoming()).toHaveLength(1)
})
