import { readdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { geotaggedJpeg, jpeg } from '../../../test/helpers/picture-corpus.ts'
import { begin, claimOf, sendChunk, sendRest, upload } from '../../../test/helpers/picture-sender.ts'
import type { WsClient } from '../../../test/helpers/ws-client.ts'
import { startWsStack, type WsStack } from '../../../test/helpers/ws-stack.ts'
import { limits } from '../../protocol/limits.ts'

// Workers have the lowest priority, so on a busy machine they may take their time.
vi.setConfig({ testTimeout: 60_000 })

const { maxImageChunkBytes: chunk, minImageChunkBytes: least } = limits

let stack: WsStack
let ann: WsClient
let token: string
let photo: Buffer
let people = 0

beforeAll(async () => {
  stack = await startWsStack({ config: { images: { maxBytes: 1_000_000 } } })
  const { client, welcome } = await stack.register('ann')
  ann = client
  token = welcome.payload.token
  photo = await jpeg(3_000, 2_000)
})

afterAll(async () => {
  await stack.stop()
})

/** Another connection of Ann's. */
async function again(): Promise<WsClient> {
  const client = await stack.connect()
  await client.request('auth_request', { action: 'token', token })
  return client
}

/** Whose uploads hinder nobody else's. */
async function somebody(): Promise<WsClient> {
  people += 1
  return (await stack.register(`somebody${people}`)).client
}

const incoming = async () => (await readdir(path.join(stack.config.images.dir, '.incoming'))).toSorted()
const parts = async () => (await incoming()).filter((name) => name.endsWith('.part'))

describe('[P-70] a picture in chunks', () => {
  test('is told from where to begin, how far it is, and what became of it; its metadata is gone', async () => {
    const bytes = await geotaggedJpeg()
    const { payload } = await begin(ann, claimOf(bytes))
    expect(payload).toEqual({ upload_id: 1, offset: 0, chunk, window: limits.imageWindowBytes })

    sendChunk(ann, 1, 0, bytes)
    const progress = await ann.next('ack', (frame) => frame.payload.upload_id === 1)
    const finished = await ann.next('ack', (frame) => frame.payload.upload_id === 1)

    expect(progress).toEqual({ type: 'ack', payload: { upload_id: 1, offset: bytes.length } })
    expect(finished.payload).toMatchObject({ width: 480, height: 640, url: expect.any(String) })
    const stored = path.join(stack.config.images.dir, path.basename(finished.payload.url))
    expect((await sharp(stored).metadata()).exif).toBeUndefined()
    expect(await parts()).toEqual([])
  })

  test('goes on after a cut where it was, on another connection', async () => {
    const claim = claimOf(photo)
    const first = await again()
    const begun = await begin(first, claim)
    sendChunk(first, begun.payload.upload_id, 0, photo.subarray(0, chunk))
    await first.next('ack', ({ payload }) => payload.offset === chunk)
    first.socket.terminate()
    await first.closed

    const { payload } = await begin(ann, claim)
    expect(payload.offset).toBe(chunk)
    const finished = await sendRest(ann, { bytes: photo, uploadId: payload.upload_id, offset: chunk })

    expect(finished.payload).toMatchObject({ width: 2048 })
  })

  test('that is there already is the answer to a repeat, also to one who asks with other letters', async () => {
    const claim = claimOf(photo)
    const { payload } = await upload(ann, photo, claim)
    const { upload_id, ...image } = payload

    const dup = await begin(ann, { ...claim, client_upload_id: claim.client_upload_id.toUpperCase() })

    expect(upload_id).toBeGreaterThan(0)
    expect(dup.payload).toEqual({ ...image, dup: true })
  })

  test('under a name that another picture had is a conflict, while that one comes and when it is there', async () => {
    const claim = claimOf(photo)
    const begun = await begin(ann, claim)
    const elsewhere = await somebody()
    const other = { ...claim, size: claim.size - 1 }
    const sameSize = { ...claim, sha256: '1'.repeat(64) }
    const conflict = { type: 'error', payload: { code: 'idempotency_conflict', retryable: false } }

    expect(await begin(ann, other)).toMatchObject(conflict)
    await sendRest(ann, { bytes: photo, uploadId: begun.payload.upload_id, offset: 0 })
    expect(await begin(ann, sameSize)).toMatchObject(conflict)
    expect(await begin(elsewhere, sameSize)).toMatchObject({ type: 'ack', payload: { offset: 0 } })
    await elsewhere.request('image_upload_cancel', claim)
  })

  test('from two connections at once becomes one, and both are told', async () => {
    const claim = claimOf(photo)
    const other = await again()
    const [one, two] = await Promise.all([begin(ann, claim), begin(other, claim)])

    const answers = await Promise.all([
      sendRest(ann, { bytes: photo, uploadId: one.payload.upload_id, offset: 0 }),
      sendRest(other, { bytes: photo, uploadId: two.payload.upload_id, offset: 0 }),
    ])

    expect(answers[0]?.payload.image_id).toBe(answers[1]?.payload.image_id)
    expect(await parts()).toEqual([])
  })

  test('beside another of the same sender comes to its own end', async () => {
    const small = await jpeg(200, 100)

    const [large, little] = await Promise.all([upload(ann, photo), upload(ann, small)])

    expect(large.payload).toMatchObject({ width: 2048 })
    expect(little.payload).toMatchObject({ width: 200 })
  })

  test('goes on being prepared when its sender leaves, who finds it ready', async () => {
    const claim = claimOf(photo)
    const first = await again()
    const { payload } = await begin(first, claim)
    for (let at = 0; at < photo.length; at += chunk)
      sendChunk(first, payload.upload_id, at, photo.subarray(at, at + chunk))
    await first.next('ack', (frame) => frame.payload.offset === photo.length)
    first.socket.terminate()

    await vi.waitFor(async () => {
      expect((await begin(ann, claim)).payload).toMatchObject({ dup: true, width: 2048 })
    }, 30_000)
  })
})

describe('[P-71] a chunk', () => {
  test.each<[string, (bytes: Buffer) => [offset: number, bytes: Buffer], string]>([
    ['behind a gap', (bytes) => [chunk, bytes.subarray(0, chunk)], 'offset_mismatch'],
    ['that is too large', (bytes) => [0, bytes.subarray(0, chunk + 1)], 'too_large'],
    ['that is too small', (bytes) => [0, bytes.subarray(0, least - 1)], 'bad_request'],
    ['of nothing', () => [0, Buffer.alloc(0)], 'bad_request'],
    ['beyond the end', (bytes) => [bytes.length - 1, bytes.subarray(0, least)], 'bad_request'],
  ])('%s ends the number that it has, and no more', async (_what, make, code) => {
    const claim = claimOf(photo)
    const client = await somebody()
    await begin(client, claim)

    sendChunk(client, 1, ...make(photo))
    const refused = await client.next('error', ({ payload }) => payload.upload_id === 1)
    sendChunk(client, 1, 0, photo.subarray(0, chunk))

    expect(refused.payload.code).toBe(code)
    expect((await begin(client, claim)).payload.offset).toBe(0)
  })

  test('more than the window at once is refused, and what was taken of it stays', async () => {
    const big = Buffer.alloc(900_000, 1)
    const client = await somebody()
    await begin(client, claimOf(big))
    for (let at = 0; at < big.length; at += chunk) sendChunk(client, 1, at, big.subarray(at, at + chunk))

    const { payload } = await client.next('error', (frame) => frame.payload.upload_id === 1)

    // Where the disk kept up with all of it, nothing was wrong but that it is no picture.
    expect(['rate_limited', 'unsupported_media']).toContain(payload.code)
  })

  test.each<[string, Uint8Array]>([
    ['without an upload', Buffer.alloc(20_000)],
    ['that is none', Buffer.from('abc')],
    ['of nothing at all', Buffer.alloc(0)],
  ])('%s is a bad frame', async (_what, frame) => {
    const client = await somebody()
    client.socket.send(frame)

    expect(await client.next('error')).toMatchObject({ payload: { code: 'bad_request' } })
    for (let more = 0; more < 10; more += 1) client.socket.send(frame)
    expect((await client.closed).code).toBe(4400)
  })

  test('before the log-in is refused', async () => {
    const stranger = await stack.connect()
    stranger.socket.send(Buffer.alloc(1_000))

    expect(await stranger.next('error')).toMatchObject({ payload: { code: 'unauthenticated' } })
  })

  test('of somebody else’s number is of nobody’s', async () => {
    await begin(await somebody(), claimOf(photo))
    const other = await somebody()

    sendChunk(other, 1, 0, photo.subarray(0, chunk))

    expect(await other.next('error')).toMatchObject({ payload: { code: 'bad_request' } })
  })
})

describe('an upload that is refused', () => {
  const bytes = Buffer.from('hello')
  test.each([
    ['of a type that is no picture', { mime: 'text/html' }, 'unsupported_media'],
    ['of a size that is not taken', { size: 1_000_001 }, 'too_large'],
    ['of no size', { size: 0 }, 'bad_request'],
    ['of a size that is no number', { size: 1.5 }, 'bad_request'],
    ['without a hash', { sha256: '' }, 'bad_request'],
    ['without a name', { client_upload_id: 'x' }, 'bad_request'],
  ])('%s leaves nothing', async (_what, change, code) => {
    const before = await parts()

    expect((await begin(ann, claimOf(bytes, change))).payload.code).toBe(code)
    expect(await parts()).toEqual(before)
  })

  test.each([
    ['[P-73] other bytes than were announced', { sha256: '0'.repeat(64) }, 'hash_mismatch', true],
    ['no picture', {}, 'unsupported_media', false],
  ])('%s leaves nothing', async (_what, change, code, retryable) => {
    const claim = claimOf(bytes, change)
    const client = await somebody()
    await begin(client, claim)
    sendChunk(client, 1, 0, bytes)

    const refused = await client.next('error', ({ payload }) => payload.upload_id === 1)

    expect(refused.payload).toMatchObject({ code, retryable })
    expect((await begin(client, claim)).payload.offset).toBe(0)
  })
})

describe('[P-72] an upload', () => {
  test('that is cancelled is gone, for every connection, and cancelling twice is cancelling once', async () => {
    const claim = claimOf(photo)
    const other = await again()
    const { payload } = await begin(ann, claim)
    const theirs = await begin(other, claim)
    sendChunk(ann, payload.upload_id, 0, photo.subarray(0, chunk))
    await ann.next('ack', ({ re, payload }) => re === undefined && payload.offset === chunk)

    const { client_upload_id } = claim
    const acks = [
      await ann.request('image_upload_cancel', claim),
      await ann.request('image_upload_cancel', claim),
    ]

    expect(acks.map((ack) => ack.payload)).toEqual([{ client_upload_id }, { client_upload_id }])
    const told = await other.next('error', (frame) => frame.payload.upload_id === theirs.payload.upload_id)
    expect(told.payload).toMatchObject({ code: 'not_found', retryable: false })
    expect((await begin(ann, claim)).payload.offset).toBe(0)
    await ann.request('image_upload_cancel', claim)
  })

  test('is nobody else’s to cancel', async () => {
    const claim = claimOf(photo)
    const { payload } = await begin(ann, claim)
    await (await somebody()).request('image_upload_cancel', claim)

    const finished = await sendRest(ann, { bytes: photo, uploadId: payload.upload_id, offset: 0 })

    expect(finished.payload).toMatchObject({ width: 2048 })
  })

  test('is one of four at once', async () => {
    const client = await somebody()
    const claims = Array.from({ length: limits.maxOpenUploads + 1 }, () => claimOf(photo))
    const answers = await Promise.all(claims.map((claim) => begin(client, claim)))

    expect(answers.map(({ type }) => type)).toEqual(['ack', 'ack', 'ack', 'ack', 'error'])
    expect(answers.at(-1)?.payload).toMatchObject({ code: 'rate_limited', retry_after_ms: 1_000 })
  })

  test('is one of forty that a user begins at once, on whatever connections', async () => {
    const { client, welcome } = await stack.register('hasty')
    const other = await stack.connect()
    await other.request('auth_request', { action: 'token', token: welcome.payload.token })
    const claim = claimOf(photo, { size: 1_000_001 })

    const refusals = await Promise.all(
      Array.from({ length: 60 }, (_, index) => begin(index % 2 === 0 ? client : other, claim)),
    )

    const codes = new Set(refusals.map(({ payload }) => payload.code))
    expect(codes).toEqual(new Set(['too_large', 'rate_limited']))
  })

  test('does not delay what is said beside it', async () => {
    const client = await somebody()
    await begin(client, claimOf(photo))
    sendChunk(client, 1, 0, photo.subarray(0, chunk))
    const said = await client.request('message', { text: 'meanwhile' })

    expect(said.type).toBe('ack')
  })
})
