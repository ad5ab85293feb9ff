import { randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as fc from 'fast-check'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createChatClient } from '../../src/client/chat-client.ts'
import { migrate } from '../../src/domain/db/migrate.ts'
import { clients, lobby, openPlace, quickClock, until } from '../helpers/client-place.ts'
import { startCuttingProxy } from '../helpers/cutting-proxy.ts'
import { heavyJpeg } from '../helpers/picture-corpus.ts'
import { password } from '../helpers/ws-stack.ts'
import { createServerProcess } from '../model/server-process.ts'

// Workers have the lowest priority, so on a busy machine they may take their time.
vi.setConfig({ testTimeout: 120_000 })

let photo: Blob

beforeAll(async () => {
  photo = new Blob([new Uint8Array(await heavyJpeg())], { type: 'image/jpeg' })
})

test('[P-70] arrives once, whatever the bytes after which its connections are cut', async () => {
  const place = await openPlace()
  const client = await place.join('ann')
  const { proxy, stack } = place
  const seen = new Set<string>()

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: photo.size }), { maxLength: 6 }),
      fc.uuid(),
      async (cuts, uploadId) => {
        const allowances = [...cuts]
        proxy.limit(() => allowances.shift() ?? Number.POSITIVE_INFINITY)
        proxy.cut()
        const reached: number[] = []
        const onProgress = (fraction: number) => reached.push(fraction)

        const image = await client.uploadImage(photo, { uploadId, onProgress })

        expect(image).toMatchObject({ width: 640, height: 480 })
        expect(reached).toEqual(reached.toSorted((one, other) => one - other))
        expect(await client.uploadImage(photo, { uploadId })).toEqual(image)
        seen.add(image.url)
        const files = (await readdir(stack.config.images.dir)).filter((name) => name.endsWith('.webp'))
        expect(files).toHaveLength(2 * seen.size)
      },
    ),
    { numRuns: 12 },
  )
})

test('[P-70] goes on after a reload of the server, and messages are not delayed by it', async () => {
  const place = await openPlace()
  const client = await place.join('ann')
  const halfway = Promise.withResolvers<void>()
  const onProgress = vi.fn<(fraction: number) => void>(() => halfway.resolve())
  const uploaded = client.uploadImage(photo, { onProgress })
  await halfway.promise
  await place.restart()
  await client.send(lobby(client).room.id, 'meanwhile')
  await until(client, () => lobby(client).entries.some(({ kind }) => kind === 'message'))

  expect(await uploaded).toMatchObject({ width: 640 })
  const fractions = onProgress.mock.calls.map(([fraction]) => fraction)
  expect(fractions).toEqual(fractions.toSorted((one, other) => one - other))
})

test('[P-71] a message has little of a picture in front of it, on a slow line too', async () => {
  const place = await openPlace()
  const client = await place.join('ann')
  const large = new Blob([randomBytes(1_500_000)])
  place.proxy.slow(200)
  let ackedBytes = 0
  const begun = Promise.withResolvers<void>()
  const uploaded = client.uploadImage(large, {
    onProgress(fraction) {
      ackedBytes = fraction * large.size
      if (fraction > 0.3) begun.resolve()
    },
  })
  uploaded.catch(() => undefined)
  await begun.promise
  const beforeBytes = ackedBytes
  await client.request('message', { room: lobby(client).room.id, text: 'meanwhile' })

  // A window of half a megabyte would be in front of it.
  expect(ackedBytes - beforeBytes).toBeLessThan(150_000)
  place.proxy.slow(Number.POSITIVE_INFINITY)
  await expect(uploaded).rejects.toMatchObject({ code: 'unsupported_media' })
})

test.each([0, 0.3, 0.7, 1])(
  '[P-71] what was acked is still there after kill -9 of the server at %d of the picture',
  async (fraction) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'chat-stack-uploads-'))
    const databasePath = path.join(folder, 'chat.db')
    await migrate(databasePath)
    const proxy = await startCuttingProxy()
    const server = createServerProcess({ databasePath, publicUrl: `ws://127.0.0.1:${proxy.port}` })
    onTestFinished(async () => {
      for (const each of clients) each.close()
      await server.stop()
      await proxy.stop()
      await rm(folder, { recursive: true, force: true })
    })
    proxy.aim(await server.start())
    const client = createChatClient({ url: `ws://127.0.0.1:${proxy.port}`, clock: quickClock })
    clients.push(client)
    await client.register({ username: 'ann', password })
    const acked: number[] = []
    const reached = Promise.withResolvers<void>()

    const uploaded = client.uploadImage(photo, {
      onProgress(now) {
        acked.push(now)
        if (now >= fraction) reached.resolve()
      },
    })
    await reached.promise
    await server.kill()
    proxy.aim(await server.start())

    expect(await uploaded).toMatchObject({ width: 640, height: 480 })
    expect(acked).toEqual(acked.toSorted((one, other) => one - other))
    const files = await readdir(path.join(folder, 'images'))
    expect(files.filter((name) => name.endsWith('.webp')).length).toBeGreaterThanOrEqual(2)
  },
)

test('two that go at once, one of them from two places, are two', async () => {
  const place = await openPlace()
  const client = await place.join('ann')
  const other = createChatClient({
    url: `ws://127.0.0.1:${place.proxy.port}`,
    clock: quickClock,
  })
  clients.push(other)
  await other.login({ username: 'ann', password })
  const uploadId = crypto.randomUUID()

  const [one, same, another] = await Promise.all([
    client.uploadImage(photo, { uploadId }),
    other.uploadImage(photo, { uploadId }),
    client.uploadImage(photo),
  ])

  expect(one).toEqual(same)
  expect(another.url).not.toBe(one.url)
  const files = (await readdir(place.stack.config.images.dir)).filter((name) => name.endsWith('.webp'))
  expect(files).toHaveLength(4)
})

test('[P-72] that is called off leaves nothing behind', async () => {
  const place = await openPlace()
  const client = await place.join('ann')
  const begun = Promise.withResolvers<void>()
  const aborter = new AbortController()
  const uploaded = client.uploadImage(photo, {
    signal: aborter.signal,
    onProgress: (fraction) => fraction > 0 && begun.resolve(),
  })
  uploaded.catch(() => undefined)
  await begun.promise

  aborter.abort(new Error('enough'))

  await expect(uploaded).rejects.toThrow('enough')
  const { dir } = place.stack.config.images
  await expect.poll(() => readdir(path.join(dir, '.incoming'))).toEqual([])
  expect(await readdir(dir)).toEqual(['.incoming'])
})
