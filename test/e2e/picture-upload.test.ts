import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { ClientConfig } from '../../src/protocol/http.ts'
import { decoded } from '../helpers/browser.ts'
import { accessible, composer, phone, said, say } from '../helpers/chat-page.ts'
import { type CuttingProxy, startCuttingProxy } from '../helpers/cutting-proxy.ts'
import { geotagged } from '../helpers/picture-corpus.ts'
import type { TestStack } from '../helpers/stack.ts'
import { setStage } from '../helpers/stage.ts'

let proxy: CuttingProxy
let wsPort: number
let photo: string
let photoBytes: number

// Before the stack, which is to tell its address.
beforeAll(async () => {
  proxy = await startCuttingProxy()
})

const stage = setStage({
  people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz' },
  env: () => ({ CHAT_STACK_WS__PUBLIC_URL: `ws://127.0.0.1:${proxy.port}` }),
})

beforeAll(async () => {
  photo = join(stage.folder, 'heron at low tide.jpg')
  const bytes = await largePhoto()
  photoBytes = bytes.length
  await writeFile(photo, bytes)
  wsPort = await portOf(stage.stack)
  proxy.aim(wsPort)
})

afterEach(() => proxy.slow(Number.POSITIVE_INFINITY))

afterAll(() => proxy?.stop())

/** Where the WebSocket server really is: the address that it tells is the proxy's. */
async function portOf({ http }: TestStack): Promise<number> {
  const config = (await (await fetch(`${http}/client-config.json`)).json()) as ClientConfig
  return config.ws_port
}

/** As telephones make them: some megabytes, and where it was taken. */
async function largePhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const
  const create = { width: 3_600, height: 2_700, channels: 3, background: '#8FA6B8', noise } as const
  return geotagged(sharp({ create }).blur(0.6)).jpeg({ quality: 92 }).toBuffer()
}

test('a photo of several megabytes comes through a line that is cut again and again, once, without its place', async () => {
  expect(photoBytes).toBeGreaterThan(5_000_000)
  expect(photoBytes).toBeLessThan(10_000_000)
  const [wei, hannah] = [await openAs('wei'), await openAs('hannah')]
  const allowances = [900_000, 1_500_000, 700_000, 1_900_000]
  let cuts = 0
  await addPhoto(wei)
  proxy.limit(() => {
    cuts += 1
    return allowances.shift() ?? Number.POSITIVE_INFINITY
  })
  proxy.cut()

  await wei.getByText('Location removed').waitFor({ timeout: 60_000 })
  await say(wei, 'Through the storm')
  const picture = hannah.getByRole('log').getByRole('img').last()
  await picture.waitFor()

  expect(cuts).toBeGreaterThan(4)
  expect(await hannah.getByRole('log').getByRole('img').count()).toBe(1)
  const { src } = await decoded(picture)
  const stored = await sharp(await (await hannah.request.get(src.replace('-thumb', ''))).body()).metadata()
  expect(stored).toMatchObject({ format: 'webp', width: 1_536, height: 2_048 })
  expect(stored.exif).toBeUndefined()
  expect(await files()).toHaveLength(2)
})

test('kill -9 of the WebSocket server in the middle of a photo is no reason to send it again', async () => {
  const page = await openAs('wei')
  proxy.slow(2_000)
  await addPhoto(page)
  await untilProgress(page, 0.3)
  process.kill(await stage.stack.childPid('ws'), 'SIGKILL')
  await page.getByText('Waiting', { exact: true }).waitFor()
  const before = await progress(page)
  await page.getByText(/ of /).waitFor()

  expect(await progress(page)).toBeGreaterThanOrEqual(before)
  proxy.slow(Number.POSITIVE_INFINITY)
  await page.getByText('Location removed').waitFor({ timeout: 60_000 })
})

test('a reload of the page leaves the photo in the tray, and its upload where it was', async () => {
  const page = await openAs('wei')
  proxy.slow(2_000)
  await addPhoto(page)
  await untilProgress(page, 0.4)
  await page.reload()
  await page.getByRole('progressbar').waitFor()
  await untilProgress(page, 0.3)

  proxy.slow(Number.POSITIVE_INFINITY)
  await page.getByText('Location removed').waitFor({ timeout: 60_000 })
  await say(page, 'Still there')
  await page.reload()
  await said(page, 'Still there').waitFor()
  expect(await page.getByRole('list', { name: 'Pictures to send' }).count()).toBe(0)
})

test('on a phone one sees that a photo waits for the connection, and can take it back', async () => {
  const page = await openAs('wei', phone)
  proxy.slow(1_000)
  await addPhoto(page)
  await untilProgress(page, 0.1)
  proxy.aim(null)
  proxy.cut()

  await page.getByText('Waiting', { exact: true }).waitFor()
  await accessible(page, 'a picture that waits')
  proxy.aim(wsPort)
  await page.getByText(/ of /).waitFor()
  await page.getByRole('button', { name: /^Remove heron/ }).tap()

  expect(await page.getByRole('progressbar').count()).toBe(0)
  await expect.poll(incoming).toEqual([])
})

async function files(): Promise<string[]> {
  return (await readdir(join(stage.folder, 'temp/images'))).filter((name) => name.endsWith('.webp'))
}

function incoming(): Promise<string[]> {
  return readdir(join(stage.folder, 'temp/images/.incoming'))
}

async function openAs(username: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await stage.openAs(username, options)
  if (options.isMobile) await page.getByRole('button', { name: /^Everyone/ }).tap()
  await composer(page, 'Everyone').waitFor()
  return page
}

async function addPhoto(page: Page): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(photo)
  await page.getByRole('progressbar').waitFor()
}

async function progress(page: Page): Promise<number> {
  return Number(await page.getByRole('progressbar').getAttribute('value'))
}

async function untilProgress(page: Page, fraction: number): Promise<void> {
  await expect.poll(() => progress(page), { interval: 20 }).toBeGreaterThan(fraction)
}
