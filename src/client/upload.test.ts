import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createManualClock, type ManualClock } from '../../test/helpers/manual-clock.ts'
import { type Asked, type Peer, startScriptedServer } from '../../test/helpers/scripted-server.ts'
import { limits } from '../protocol/limits.ts'
import { type ChatClient, createChatClient } from './chat-client.ts'
import type { ChatError } from './errors.ts'

const image = {
  image_id: '5',
  url: '/temp/images/a.webp',
  thumb_url: '/temp/images/a_t.webp',
  width: 4,
  height: 3,
}
const bytes = Buffer.alloc(100_000, 'picture')
const picture = new Blob([bytes], { type: 'image/png' })
const { minImageChunkBytes: least, imageWindowBytes: window, maxImageChunkBytes: chunk } = limits

let server: Awaited<ReturnType<typeof startScriptedServer>>
let clock: ManualClock
let client: ChatClient

afterEach(async () => {
  client.close()
  await server.stop()
})

async function logIn(): Promise<Peer> {
  server = await startScriptedServer({ heartbeatMs: 3_600_000 })
  clock = createManualClock()
  client = createChatClient({ url: server.url, token: 'secret', browser: {}, clock })
  client.on('connection', (state) => {
    if (state.name === 'waiting') queueMicrotask(() => clock.advance(state.retryAtMs - clock.nowMs()))
  })
  client.connect()
  const peer = await server.peer()
  await peer.welcome()
  await client.whenLive()
  return peer
}

/** Lets time pass for whoever begins to wait now. */
function soon(ms: number): void {
  queueMicrotask(() => clock.advance(ms))
}

function open(peer: Peer, asked: Asked, upload_id = 1, offset = 0): void {
  peer.reply(asked, 'ack', { upload_id, offset, chunk, window })
}

/** Takes chunks and acks each, until `end` is there; resolves with all that came. */
async function take(peer: Peer, end: number, upload_id = 1): Promise<Buffer> {
  const pieces: Buffer[] = []
  for (let offset = -1; offset < end; ) {
    const { payload } = await peer.next('chunk')
    expect(payload.upload_id).toBe(upload_id)
    pieces.push(payload.bytes)
    offset = payload.offset + payload.bytes.length
    peer.send('ack', { upload_id, offset })
  }
  return Buffer.concat(pieces)
}

describe('[P-70] a picture', () => {
  it('is announced, sent in pieces, and followed as far as it is', async () => {
    const peer = await logIn()
    const onProgress = vi.fn<(fraction: number) => void>()
    const uploaded = client.uploadImage(picture, { onProgress })
    const asked = await peer.next('image_upload')
    expect(asked.payload).toEqual({
      client_upload_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      mime: 'image/png',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })
    open(peer, asked)
    expect((await take(peer, bytes.length)).equals(bytes)).toBe(true)
    peer.send('ack', { upload_id: 1, ...image })

    expect(await uploaded).toEqual(image)
    const fractions = onProgress.mock.calls.map(([fraction]) => fraction)
    expect(fractions).toEqual(fractions.toSorted((one, other) => one - other))
    expect([fractions[0], fractions.at(-1)]).toEqual([0, 1])
  })

  it('goes on after a cut where the server says that it was, under the same name', async () => {
    const peer = await logIn()
    const onPause = vi.fn<(reason: ChatError | null) => void>()
    const uploaded = client.uploadImage(picture, { onPause })
    const first = await peer.next('image_upload')
    open(peer, first)
    await take(peer, least)
    peer.cut()
    const second = await server.peer()
    await second.welcome()
    const again = await second.next('image_upload')
    open(second, again, 1, least)
    expect((await take(second, bytes.length)).equals(bytes.subarray(least))).toBe(true)
    second.send('ack', { upload_id: 1, ...image })

    expect(await uploaded).toEqual(image)
    expect(again.payload).toEqual(first.payload)
    expect(onPause.mock.calls.map(([reason]) => reason?.code)).toEqual(['disconnected', undefined])
  })

  it('that the server has already is not sent again', async () => {
    const peer = await logIn()
    const uploadId = '0197f3a0-0000-7000-8000-000000000001'
    const uploaded = client.uploadImage(picture, { uploadId })
    const asked = await peer.next('image_upload')
    peer.reply(asked, 'ack', { ...image, dup: true })

    expect(await uploaded).toEqual(image)
    expect(asked.payload.client_upload_id).toBe(uploadId)
    expect(peer.waiting()).toEqual([])
  })

  it('is not held up by an answer that overtakes another', async () => {
    const peer = await logIn()
    const uploaded = client.uploadImage(picture)
    const asked = await peer.next('image_upload')
    peer.send('ack', { upload_id: 1, offset: bytes.length })
    peer.send('ack', { upload_id: 1, ...image })
    open(peer, asked)

    expect(await uploaded).toEqual(image)
  })

  it('of another connection that is ahead is not sent twice', async () => {
    const peer = await logIn()
    const uploaded = client.uploadImage(picture)
    open(peer, await peer.next('image_upload'))
    await peer.next('chunk')
    peer.send('ack', { upload_id: 1, offset: bytes.length - 10 })
    const { payload } = await peer.next('chunk')
    peer.send('ack', { upload_id: 1, ...image })

    expect(payload).toMatchObject({ offset: bytes.length - 10, bytes: bytes.subarray(-10) })
    await uploaded
  })

  it.each(['storage_full', 'unavailable', 'rate_limited', 'offset_mismatch'])(
    'is tried again after %s',
    async (code) => {
      const peer = await logIn()
      const paused = Promise.withResolvers<ChatError>()
      const onPause = (reason: ChatError | null) => reason && paused.resolve(reason)
      const uploaded = client.uploadImage(picture, { onPause })
      open(peer, await peer.next('image_upload'))
      await peer.next('chunk')
      peer.send('error', { upload_id: 1, code, message: '', retryable: true, retry_after_ms: 60_000 })
      expect((await paused.promise).code).toBe(code)
      clock.advance(59_999)
      await new Promise(setImmediate)
      expect(peer.waiting()).toEqual([])
      clock.advance(1)
      open(peer, await peer.next('image_upload'), 2, bytes.length)
      peer.send('ack', { upload_id: 2, ...image })

      expect(await uploaded).toEqual(image)
    },
  )

  it('that is refused for good is refused in the server’s words', async () => {
    const peer = await logIn()
    const both = Promise.allSettled([client.uploadImage(picture), client.uploadImage(picture)])
    const error = { code: 'quota_exceeded', message: 'Full.', retryable: false }
    peer.reply(await peer.next('image_upload'), 'error', error)
    open(peer, await peer.next('image_upload'))
    peer.send('error', { upload_id: 1, ...error })

    expect(await both).toMatchObject([{ reason: error }, { reason: error }])
  })

  it.each([
    ['[P-73] is damaged three times', 'hash_mismatch', 3],
    ['fails eight times with nothing gained', 'internal', 8],
  ])('that %s is a person’s to decide', async (_what, code, times) => {
    const peer = await logIn()
    const onPause = (reason: ChatError | null) => reason && soon(30_000)
    const uploaded = client.uploadImage(picture, { onPause })
    uploaded.catch(() => undefined)
    for (let time = 1; time <= times; time += 1) {
      open(peer, await peer.next('image_upload'), time, bytes.length)
      peer.send('error', { upload_id: time, code, message: '', retryable: true })
    }

    await expect(uploaded).rejects.toMatchObject({ code })
  })

  it('that is larger than the server takes, or empty, is not sent at all', async () => {
    const peer = await logIn()

    await expect(client.uploadImage(new Blob([new Uint8Array(10_000_001)]))).rejects.toMatchObject({
      code: 'too_large',
    })
    await expect(client.uploadImage(new Blob([]))).rejects.toMatchObject({ code: 'unsupported_media' })
    expect(peer.waiting()).toEqual([])
  })

  it('[P-72] that is called off is forgotten by the server', async () => {
    const peer = await logIn()
    const aborter = new AbortController()
    const uploaded = client.uploadImage(picture, { signal: aborter.signal })
    const asked = await peer.next('image_upload')
    open(peer, asked)
    await peer.next('chunk')
    aborter.abort(new Error('enough'))

    await expect(uploaded).rejects.toThrow('enough')
    expect((await peer.next('image_upload_cancel')).payload).toMatchObject({
      client_upload_id: asked.payload.client_upload_id,
    })
    await expect(client.uploadImage(picture, { signal: aborter.signal })).rejects.toThrow('enough')
  })

  it('to which the server does not answer is asked for again', async () => {
    const peer = await logIn()
    const onPause = (reason: ChatError | null) => reason && soon(30_000)
    const uploaded = client.uploadImage(picture, { onPause })
    open(peer, await peer.next('image_upload'))
    await peer.next('chunk')
    clock.advance(30_000)
    peer.reply(await peer.next('image_upload'), 'ack', { ...image, dup: true })

    expect(await uploaded).toEqual(image)
  })

  it('ends with the connection, when somebody ends that', async () => {
    const peer = await logIn()
    const uploaded = client.uploadImage(picture)
    uploaded.catch(() => undefined)
    open(peer, await peer.next('image_upload'))
    client.close()

    await expect(uploaded).rejects.toMatchObject({ code: 'disconnected' })
    await expect(client.uploadImage(picture)).rejects.toMatchObject({ code: 'disconnected' })
  })
})
