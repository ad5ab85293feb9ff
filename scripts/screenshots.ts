/**
 * Makes the pictures of the README from the built product: a stack in a temporary folder, people who talk, a real
 * Chromium. Run it after `npm run build`: `node scripts/launch.cjs exec node scripts/screenshots.ts [file…]`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { decoded, launchBrowser } from '../test/helpers/browser.ts'
import { startStack, type TestStack } from '../test/helpers/stack.ts'
import { password, playScene, roomName } from './screenshots-scene.ts'

interface Shot {
  file: string
  options: BrowserContextOptions
  compose: (page: Page) => Promise<void>
}

const target = new URL('../docs/images/', import.meta.url)
const desktop: BrowserContextOptions = { viewport: { width: 1440, height: 900 }, locale: 'en-GB' }
const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  locale: 'en-GB',
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
}
const shots: Shot[] = [
  { file: 'desktop-light.png', options: desktop, compose: writeInRoom },
  { file: 'desktop-dark.png', options: { ...desktop, colorScheme: 'dark' }, compose: openPins },
  { file: 'desktop-search.png', options: desktop, compose: searchForShanghai },
  { file: 'desktop-zh.png', options: { ...desktop, locale: 'zh-CN' }, compose: openRoom },
  { file: 'phone-light.png', options: phone, compose: openRoom },
  { file: 'phone-rooms.png', options: { ...phone, colorScheme: 'dark' }, compose: seeRooms },
]

const wanted = process.argv.slice(2)
const browser = await launchBrowser()
try {
  await mkdir(target, { recursive: true })
  for (const shot of shots) {
    if (wanted.length === 0 || wanted.includes(shot.file)) await takeOfItsOwn(shot)
  }
} finally {
  await browser.close()
}

/** Each picture has a stack of its own: looking at a room is what marks it as read. */
async function takeOfItsOwn(shot: Shot): Promise<void> {
  const stack = await startStack()
  try {
    const clients = await playScene(stack, { hasCode: shot.options.isMobile !== true })
    await take(stack, shot)
    for (const client of clients) client.close()
  } finally {
    await stack.stop()
  }
}

async function take({ http }: TestStack, { file, options, compose }: Shot): Promise<void> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(http)
  await page.getByLabel(/^(?:Username|用户名)$/).fill('wei')
  await page.getByLabel(/^(?:Password|密码)$/).fill(password)
  await press(page.getByRole('button', { name: /^(?:Log in|登录)$/ }))
  await compose(page)
  // Nothing is under the pointer, which a finger does not have at all.
  if (options.hasTouch !== true) await page.mouse.move(0, 0)
  await writeFile(new URL(file, target), await page.screenshot({ animations: 'disabled' }))
  await context.close()
}

async function openRoom(page: Page): Promise<void> {
  await press(page.getByRole('button', { name: roomName }))
  const picture = page.getByRole('log').getByRole('img').first()
  await picture.waitFor()
  await decoded(picture)
  // The parser of marked-up text comes a moment later than the first texts.
  if (!isPhone(page)) await page.getByRole('log').locator('pre code').waitFor()
}

async function writeInRoom(page: Page): Promise<void> {
  await openRoom(page)
  await page.locator('#composer').fill('Cover test, second pass. The heron moved up 4 mm')
}

async function openPins(page: Page): Promise<void> {
  await openRoom(page)
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Pinned messages' }).click()
  await page.getByRole('complementary').locator('pre code').waitFor()
}

async function searchForShanghai(page: Page): Promise<void> {
  await openRoom(page)
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await page.locator('#search-field').fill('上海')
  await page.locator('mark').first().waitFor()
}

async function seeRooms(page: Page): Promise<void> {
  await page.getByRole('button', { name: roomName }).waitFor()
  await page.getByText('原图发你邮箱了').waitFor()
}

/** By a finger on a phone: a mouse would stay where it was, and hover. */
function press(target: Locator): Promise<void> {
  return isPhone(target.page()) ? target.tap() : target.click()
}

function isPhone(page: Page): boolean {
  return page.viewportSize()!.width < 720
}
