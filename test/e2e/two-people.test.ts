import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { decoded, launchBrowser } from '../helpers/browser.ts'
import { geotaggedJpeg } from '../helpers/picture-corpus.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

let stack: TestStack
let browser: Browser
let folder: string
let wei: Page
let hannah: Page

/** What the pages complained about; nothing is expected but the cut that the test makes itself. */
const complaints: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-stack-e2e-'))
  stack = await startStack({ env: { CHAT_STACK_AUTH__REGISTRATION: 'invite' } })
  browser = await launchBrowser()
  wei = await newPage()
  hannah = await newPage()
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

beforeEach(() => {
  onTestFailed(async ({ task }) => {
    const name = task.name.replaceAll(/\W+/g, '-').slice(0, 60)
    await wei.screenshot({ path: `test-results/${name}-wei.png` })
    await hannah.screenshot({ path: `test-results/${name}-hannah.png` })
  })
})

test('the one-time link makes the owner, who names the place', async () => {
  await wei.goto(stack.ownerLink!)
  await wei.getByLabel('What should the place be called?').fill('Heron Press')
  await wei.getByLabel('Username').fill('wei')
  await wei.getByLabel('Password', { exact: true }).fill('a heron in the reeds')
  await wei.getByRole('button', { name: 'Open Heron Press' }).click()

  await wei.getByRole('textbox', { name: 'Message Everyone' }).waitFor()
  expect(wei.url()).not.toContain('claim')
})

test('the owner invites a second person, who joins by the link', async () => {
  await wei.getByRole('button', { name: 'New', exact: true }).click()
  await wei.getByRole('menuitem', { name: 'Invite people' }).click()
  await wei.getByRole('button', { name: 'Make a link' }).click()
  const invite = await wei.getByLabel('Invite link').inputValue()
  expect(invite).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#invite=/)
  await wei.keyboard.press('Escape')

  await hannah.goto(invite)
  await hannah.getByLabel('Username').fill('hannah')
  await hannah.getByLabel('Password', { exact: true }).fill('cake on wednesdays')
  await hannah.getByRole('button', { name: 'Join' }).click()

  await hannah.getByRole('textbox', { name: 'Message Everyone' }).waitFor()
})

test('they chat both ways', async () => {
  await say(wei, 'Proof 14 looks right to me.')
  await seen(hannah, 'Proof 14 looks right to me.')
  await say(hannah, '九个字也行。')
  await seen(wei, '九个字也行。')

  for (const page of [wei, hannah])
    expect(await page.getByRole('log').getByText('九个字也行。').count()).toBe(1)
})

test('a photo that says where it was taken arrives without that, as a thumbnail that opens', async () => {
  const photo = join(folder, 'heron.jpg')
  await writeFile(photo, await geotaggedJpeg())
  await wei.locator('input[type=file]').setInputFiles(photo)
  await wei.getByText('Location removed').waitFor()
  await say(wei, 'Little egret, low tide')

  const picture = hannah.getByRole('log').getByRole('img').last()
  await picture.waitFor()
  expect(await decoded(picture)).toMatchObject({ width: 360, height: 480 })
  await picture.click()
  const large = hannah.getByRole('dialog').getByRole('img').first()
  await large.waitFor()
  const { src: url } = await decoded(large)
  const stored = await hannah.request.get(url)
  const metadata = await sharp(await stored.body()).metadata()
  expect(metadata).toMatchObject({ format: 'webp', width: 480, height: 640 })
  expect(metadata.exif).toBeUndefined()
  expect((await fetch(url)).status).toBe(401)
  await hannah.keyboard.press('Escape')
})

test('kill -9 of the WebSocket server in the middle of typing loses no letter, and what is sent meanwhile arrives once', async () => {
  const box = hannah.getByRole('textbox', { name: 'Message Everyone' })
  await box.pressSequentially('Spine is 11.5 mm')
  const before = await stack.childPid('ws')
  process.kill(before, 'SIGKILL')
  await box.pressSequentially(', from the binder')
  await box.press('Enter')

  await seen(wei, 'Spine is 11.5 mm, from the binder')
  expect(await stack.childPid('ws')).not.toBe(before)
  await say(wei, 'Good.')
  await seen(hannah, 'Good.')
  for (const page of [wei, hannah]) {
    expect(await page.getByRole('log').getByText('Spine is 11.5 mm, from the binder').count()).toBe(1)
  }
})

test('after a reload the history is there, and nobody has to log in again', async () => {
  await hannah.reload()

  await seen(hannah, 'Proof 14 looks right to me.')
  await seen(hannah, '九个字也行。')
  await seen(hannah, 'Good.')
  expect(await hannah.getByRole('log').getByRole('img').count()).toBeGreaterThan(0)
})

test('a user who is disabled on the command line is out within a second', async () => {
  const { exitCode } = await stack.run(['user', 'disable', 'hannah'])

  expect(exitCode).toBe(0)
  await hannah.getByText('This account was disabled.').waitFor({ timeout: 2_000 })
  await hannah.getByRole('button', { name: 'Log in' }).waitFor()
})

test('the pages complained about nothing', () => {
  expect(complaints).toEqual([])
})

async function newPage(): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    // A WebSocket that was cut is reported by the browser itself; the page mends it.
    if (message.type() === 'error' && !message.text().includes('WebSocket connection to'))
      complaints.push(message.text())
  })
  return page
}

async function say(page: Page, text: string): Promise<void> {
  const box = page.getByRole('textbox', { name: 'Message Everyone' })
  await box.fill(text)
  await box.press('Enter')
}

async function seen(page: Page, text: string): Promise<void> {
  await page.getByRole('log').getByText(text, { exact: true }).waitFor()
}
