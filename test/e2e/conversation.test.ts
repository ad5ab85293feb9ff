import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest'
import { type ChatClient, createChatClient } from '../../src/client/chat-client.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

const password = 'a heron in the reeds'
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let stack: TestStack
let browser: Browser
let folder: string
let photo: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-stack-conversation-'))
  photo = join(folder, 'egret.jpg')
  const egret = { width: 640, height: 480, channels: 3, background: '#8FA6B8' } as const
  await sharp({ create: egret }).jpeg().toFile(photo)
  stack = await startStack({
    folder,
    env: { CHAT_STACK_LIMITS__MESSAGE_BURST: '100', CHAT_STACK_LIMITS__REQUEST_BURST: '200' },
  })
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

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

test('a whole conversation goes without a mouse: room, invite, words, picture, settings', async () => {
  const page = await newPage()
  await page.goto(stack.http)
  await page.getByLabel('Username').press('w')
  await page.keyboard.type('ei')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await composer(page, 'Everyone').waitFor()

  await pressOn(page, page.getByRole('button', { name: 'New', exact: true }))
  await pressOn(page, page.getByRole('menuitem', { name: 'New room' }), 'ArrowDown')
  await focused(page.getByLabel('Room name'))
  await page.keyboard.type('Page proofs')
  await page.keyboard.press('Enter')
  await focused(composer(page, 'Page proofs'))

  await pressOn(page, page.getByRole('button', { name: 'New', exact: true }))
  await pressOn(page, page.getByRole('menuitem', { name: 'Invite people' }), 'ArrowDown')
  await pressOn(page, page.getByRole('button', { name: 'Make a link' }))
  await focused(page.getByRole('button', { name: 'Copy link' }))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  const chooser = page.waitForEvent('filechooser')
  await pressOn(page, page.getByRole('button', { name: 'Add pictures' }))
  await (await chooser).setFiles(photo)
  await page.getByText('Location removed').waitFor()
  await tabTo(page, composer(page, 'Page proofs'))
  await page.keyboard.type('Plate 3')
  await page.keyboard.press('Enter')
  await said(page, 'Plate 3').waitFor()

  await pressOn(page, page.getByRole('button', { name: /^Picture from/ }), 'Shift+Tab')
  await page.getByRole('dialog', { name: 'Picture viewer' }).waitFor()
  await page.keyboard.press('Escape')
  await focused(page.getByRole('button', { name: /^Picture from/ }))

  await pressOn(page, page.getByRole('button', { name: 'Settings' }), 'Shift+Tab')
  await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('on a phone, Back leads from members to the room, to the list, and the list to another room', async () => {
  const page = await newPage(phone)
  await logIn(page, 'wei')
  await page.getByRole('button', { name: /^Everyone/ }).tap()
  await composer(page, 'Everyone').waitFor()
  await page.getByRole('button', { name: /Members/ }).tap()
  await page.getByRole('button', { name: 'Add people' }).waitFor()

  await page.goBack()
  await composer(page, 'Everyone').waitFor()
  await page.goBack()
  await page.getByRole('button', { name: /^Page proofs/ }).tap()
  await page.getByRole('button', { name: /^Picture from/ }).tap()
  await page.getByRole('dialog', { name: 'Picture viewer' }).waitFor()
  await page.goBack()
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await composer(page, 'Page proofs').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
})

test('a phone that is turned keeps the end of the conversation in sight', async () => {
  const page = await newPage(phone)
  await logIn(page, 'wei')
  await page.getByRole('button', { name: /^Everyone/ }).tap()
  for (let line = 1; line <= 12; line += 1)
    await say(page, 'Everyone', `Line ${line} ${'and more '.repeat(15)}`)
  await say(page, 'Everyone', 'The last line')
  await inSight(said(page, 'The last line'))

  await page.setViewportSize({ width: 320, height: 500 })

  await inSight(said(page, 'The last line'))
  await page.getByRole('button', { name: 'Back to now' }).waitFor({ state: 'detached' })
})

test('a room with more news than a page opens at the first of it, and is read when its end is seen', async () => {
  const [wei, hannah] = [await sdk('wei'), await sdk('hannah')]
  const { room } = await wei.request('room_create', { kind: 'open', name: 'Long past' })
  await wei.request('message', { room: room.id, text: 'Before' })
  await hannah.request('room_join', { room: room.id })
  for (let line = 1; line <= 70; line += 1)
    await wei.request('message', { room: room.id, text: `Entry ${line}` })
  for (const client of [wei, hannah]) client.close()
  const page = await newPage()
  await logIn(page, 'hannah')
  const row = page.getByRole('button', { name: /^Long past/ })

  await row.click()
  await inSight(page.getByRole('log').getByText('70 new'))
  await inSight(said(page, 'Entry 1'))
  await page.getByRole('button', { name: /^Everyone/ }).click()
  await row.getByText('70 unread').waitFor()

  await row.click()
  await inSight(page.getByRole('log').getByText('70 new'))
  await page.getByRole('log').hover()
  await expect.poll(() => page.mouse.wheel(0, 2_000).then(() => said(page, 'Entry 70').count())).toBe(1)
  await page.mouse.wheel(0, 2_000)
  await inSight(said(page, 'Entry 70'))
  await page.getByRole('button', { name: /^Everyone/ }).click()
  await row.getByText('unread').waitFor({ state: 'detached' })
})

test('a picture that is none is refused in words, and holds nothing else up', async () => {
  const page = await newPage()
  await logIn(page, 'hannah')
  const fake = join(folder, 'drawing.png')
  await writeFile(fake, '<svg xmlns="http://www.w3.org/2000/svg"/>')
  await page.locator('input[type=file]').setInputFiles(fake)
  await page.getByRole('alert').getByText('Not a picture: JPEG, PNG, WebP or GIF').waitFor()

  await say(page, 'Everyone', 'Without a picture, then')
  await page.getByText('A picture was not uploaded.').waitFor()
  await page.getByRole('button', { name: 'Remove drawing.png' }).click()
  await composer(page, 'Everyone').press('Enter')

  await said(page, 'Without a picture, then').waitFor()
})

test('what is written while the stack is away goes out once when it is back, and is not counted as missed', async () => {
  const wei = await newPage()
  const hannah = await newPage()
  await logIn(wei, 'wei')
  await logIn(hannah, 'hannah')
  await composer(hannah, 'Everyone').waitFor()
  await stack.stop()
  for (const page of [wei, hannah]) await page.context().setOffline(true)
  await say(hannah, 'Everyone', 'Written in the tunnel')
  await say(hannah, 'Everyone', 'And a second line')
  await hannah.getByText("You're offline. 2 messages will send when you're back.").waitFor()

  stack = await startStack({ folder, env: portsOf(stack) })
  await wei.context().setOffline(false)
  // Only then: what is written shows before it is sent, and hannah is to have missed it.
  await wei.getByText('Back online', { exact: true }).waitFor()
  await say(wei, 'Everyone', 'Where are you?')
  await said(wei, 'Where are you?').waitFor()
  await wei.getByText('Waiting', { exact: true }).waitFor({ state: 'detached' })
  await hannah.context().setOffline(false)

  await hannah.getByText('Back online, 1 message caught up.').waitFor()
  await said(wei, 'And a second line').waitFor()
  await hannah.reload()
  for (const page of [wei, hannah]) {
    for (const line of ['Written in the tunnel', 'And a second line']) {
      await said(page, line).waitFor()
      expect(await said(page, line).count()).toBe(1)
    }
  }
})

test('the interface speaks Chinese to whom the browser says so', async () => {
  const page = await newPage({ locale: 'zh-CN' })
  await page.goto(stack.http)
  await page.getByLabel('用户名').fill('hannah')
  await page.getByLabel('密码', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('用户名和密码对不上，请再试一次。').waitFor()
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()

  await page.getByRole('textbox', { name: '发消息到 Everyone' }).fill('九个字也行。')
  await page.keyboard.press('Enter')

  await said(page, '九个字也行。').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans')
})

test('axe finds nothing on the main pages, light and dark', async () => {
  const page = await newPage({ reducedMotion: 'reduce' })
  await page.goto(stack.http)
  await page.getByRole('button', { name: 'Log in' }).waitFor()
  await accessible(page, 'log-in')
  await logIn(page, 'wei')
  await said(page, 'The last line').waitFor()
  await page.getByRole('button', { name: 'Members', exact: true }).click()
  await page.getByRole('button', { name: 'Add people' }).waitFor()
  await accessible(page, 'room with its members')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  await accessible(page, 'settings')
})

async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1440, height: 900 },
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  onTestFailed(async ({ task }) => {
    const name = task.name.replaceAll(/\W+/g, '-').slice(0, 60)
    await page.screenshot({ path: `test-results/${name}.png` }).catch(() => undefined)
  })
  return page
}

async function logIn(page: Page, username: string): Promise<void> {
  await page.goto(stack.http)
  await page.getByLabel('Username').fill(username)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Log in' }).click()
}

async function sdk(username: string): Promise<ChatClient> {
  const client = createChatClient({ url: stack.ws, httpUrl: stack.http })
  await client.login({ username, password })
  return client
}

function composer(page: Page, room: string): Locator {
  return page.getByRole('textbox', { name: `Message ${room}` })
}

async function say(page: Page, room: string, text: string): Promise<void> {
  await composer(page, room).fill(text)
  await composer(page, room).press('Enter')
}

function said(page: Page, text: string): Locator {
  return page.getByRole('log').getByText(text, { exact: true })
}

/** The same ports again, for a stack that takes the place of this one. */
function portsOf({ http, ws }: TestStack): Record<string, string> {
  return { CHAT_STACK_HTTP__PORT: new URL(http).port, CHAT_STACK_WS__PORT: new URL(ws).port }
}

/** Goes there with a key, as somebody without a mouse does, and fails where it leads nowhere. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let step = 0; step < 40; step += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Expected ${key} to lead to ${String(target)}`)
}

async function pressOn(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await tabTo(page, target, key)
  await page.keyboard.press('Enter')
}

async function isFocused(target: Locator): Promise<boolean> {
  return (await target.and(target.page().locator(':focus')).count()) > 0
}

async function focused(target: Locator): Promise<void> {
  await target.and(target.page().locator(':focus')).waitFor()
}

/** Until it is between the edges of the log. */
async function inSight(target: Locator): Promise<void> {
  const isInside = async () => {
    const [inner, outer] = [await target.boundingBox(), await target.page().getByRole('log').boundingBox()]
    if (inner === null || outer === null) return false
    return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height + 1
  }
  await expect.poll(isInside, { timeout: 5_000 }).toBe(true)
}

async function accessible(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    // Without frames there is no need of the second page that axe would open to gather what it found in each.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    expect(found, `${where}, ${colorScheme}`).toEqual([])
  }
}
