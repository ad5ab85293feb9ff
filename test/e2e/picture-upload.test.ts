import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import type { ClientConfig } from '../../src/protocol/http.ts'
import { decoded, launchBrowser } from '../helpers/browser.ts'
import { type CuttingProxy, startCuttingProxy } from '../helpers/cutting-proxy.ts'
import { geotagged } from '../helpers/picture-corpus.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

const password = 'a heron in the reeds'
const phone: BrowserContextOptions = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }

let stack: TestStack
let browser: Browser
let proxy: CuttingProxy
let wsPort: number
let folder: string
let photo: string
let photoBytes: number
const pages: Page[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-stack-upload-'))
  photo = join(folder, 'heron at low tide.jpg')
  const bytes = await largePhoto()
  photoBytes = bytes.length
  await writeFile(photo, bytes)
  proxy = await startCuttingProxy()
  stack = await startStack({ folder, env: { CHAT_STACK_WS__PUBLIC_URL: `ws://127.0.0.1:${proxy.port}` } })
  wsPort = await portOf(stack)
  proxy.aim(wsPort)
  browser = await launchBrowser()
  for (const [username, role] of [
    ['wei', 'owner'],
    ['hannah', 'member'],
  ] as const) {
    const add = ['user', 'add', username, '--role', role, '--password-stdin']
    const { exitCode, stderr } = await stack.run(add, `${password}\n`)
    if (exitCode !== 0) throw new Error(stderr)
  }
})

beforeEach(() => {
  onTestFailed(async ({ task }) => {
    const name = task.name.replaceAll(/\W+/g, '-').slice(0, 60)
    for (const [index, page] of pages.entries())
      await page.screenshot({ path: `test-results/${name}-${index}.png` })
  })
})

afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close()
  proxy.slow(Number.POSITIVE_INFINITY)
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await proxy?.stop()
  await rm(folder, { recursive: true, force: true })
})

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
  const [wei, hannah] = [await newPage('wei'), await newPage('hannah')]
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
  const page = await newPage('wei')
  proxy.slow(2_000)
  await addPhoto(page)
  await untilProgress(page, 0.3)
  process.kill(await stack.childPid('ws'), 'SIGKILL')
  await page.getByText('Waiting', { exact: true }).waitFor()
  const before = await progress(page)
  await page.getByText(/ of /).waitFor()

  expect(await progress(page)).toBeGreaterThanOrEqual(before)
  proxy.slow(Number.POSITIVE_INFINITY)
  await page.getByText('Location removed').waitFor({ timeout: 60_000 })
})

test('a reload of the page leaves the photo in the tray, and its upload where it was', async () => {
  const page = await newPage('wei')
  proxy.slow(2_000)
  await addPhoto(page)
  await untilProgress(page, 0.4)
  await page.reload()
  await page.getByRole('progressbar').waitFor()
  await untilProgress(page, 0.3)

  proxy.slow(Number.POSITIVE_INFINITY)
  await page.getByText('Location removed').waitFor({ timeout: 60_000 })
  await say(page, 'Still there')
  await page.getByRole('log').getByText('Still there', { exact: true }).waitFor()
  await page.reload()
  await page.getByRole('log').getByText('Still there', { exact: true }).waitFor()
  expect(await page.getByRole('list', { name: 'Pictures to send' }).count()).toBe(0)
})

test('on a phone one sees that a photo waits for the connection, and can take it back', async () => {
  const page = await newPage('wei', phone)
  proxy.slow(1_000)
  await addPhoto(page)
  await untilProgress(page, 0.1)
  proxy.aim(null)
  proxy.cut()

  await page.getByText('Waiting', { exact: true }).waitFor()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations).toEqual([])
  proxy.aim(wsPort)
  await page.getByText(/ of /).waitFor()
  await page.getByRole('button', { name: /^Remove heron/ }).tap()

  expect(await page.getByRole('progressbar').count()).toBe(0)
  await expect.poll(incoming).toEqual([])
})

async function files(): Promise<string[]> {
  return (await readdir(join(folder, 'temp/images'))).filter((name) => name.endsWith('.webp'))
}

function incoming(): Promise<string[]> {
  return readdir(join(folder, 'temp/images/.incoming'))
}

async function newPage(username: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  pages.push(page)
  await page.goto(stack.http)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
  if (options.isMobile) await page.getByRole('button', { name: /^Everyone/ }).tap()
  await page.getByRole('textbox', { name: 'Message Everyone' }).waitFor()
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
  await expect.poll(() => progress(page), { timeout: 30_000, interval: 20 }).toBeGreaterThan(fraction)
}

async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Message Everyone' })
  await box.fill(text)
  await box.press('Enter')
}
