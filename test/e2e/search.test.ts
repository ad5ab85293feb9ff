import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFailed, test } from 'vitest'
import { type ChatClient, createChatClient } from '../../src/client/chat-client.ts'
import { launchBrowser } from '../helpers/browser.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

const password = 'a heron in the reeds'
const desk: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

let stack: TestStack
let browser: Browser
let wei: ChatClient
let printing: string

beforeAll(async () => {
  const plenty = { CHAT_STACK_LIMITS__MESSAGE_BURST: '1000', CHAT_STACK_LIMITS__REQUEST_BURST: '1000' }
  stack = await startStack({ env: plenty })
  browser = await launchBrowser()
  wei = createChatClient({ url: stack.ws, httpUrl: stack.http })
  const invite = new URL(stack.ownerLink ?? '').hash.slice('#claim='.length)
  await wei.register({
    username: 'wei',
    password,
    display_name: 'Wei Zhang',
    place_name: 'Heron Press',
    invite,
  })
  await stack.run(
    ['user', 'add', 'hannah', '--display-name', 'Hannah Ortiz', '--password-stdin'],
    `${password}\n`,
  )
  const hannah = createChatClient({ url: stack.ws, httpUrl: stack.http })
  await hannah.login({ username: 'hannah', password })
  printing = (await wei.request('room_create', { kind: 'open', name: '上海印厂' })).room.id
  await hannah.request('room_join', { room: printing })
  const say = (client: ChatClient, text: string, room?: string) =>
    client.request('message', { text, ...(room !== undefined && { room }) })
  await say(wei, 'Does the 上海 museum let us quote their bird drawings?')
  await say(hannah, '从上海到崇明的车票我订好了', printing)
  // So many that what was said before is not among the newest that are loaded.
  for (let line = 1; line <= 120; line += 1)
    await say(line % 2 === 0 ? wei : hannah, `Line ${line} about herons and egrets`)
  await say(hannah, '**Proofs** from 上海印厂 land on Wednesday', printing)
  await indexed()
  hannah.close()
}, 120_000)

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

afterAll(async () => {
  wei?.close()
  await browser?.close()
  await stack?.stop()
})

test('what is typed is found in all rooms, marked, and opened by the keys where it was said', async () => {
  const page = await logIn(desk)
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await focused(field(page))
  await page.keyboard.type('上海')

  await page.getByRole('status').filter({ hasText: '3 messages in 2 rooms' }).waitFor()
  expect(await page.locator('mark').allTextContents()).toEqual(['上海', '上海', '上海'])
  expect(await groups(page)).toEqual(['上海印厂2', 'Everyone1'])
  expect(await option(page, 0).textContent()).toContain('Proofs from 上海印厂')

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const said = page.getByRole('log').getByText('Does the 上海 museum')
  await inSight(said)
  expect(await found(page)).toContain('Does the 上海 museum')
  await focused(field(page))

  await page.keyboard.press('Escape')
  await field(page).waitFor({ state: 'detached' })
  await focused(page.getByRole('textbox', { name: /^Message Everyone/ }))
})

test('a room, a person and a time narrow it down, and pages come as one scrolls', async () => {
  const page = await logIn(desk)
  await page.getByRole('button', { name: 'Search messages' }).click()
  await focused(field(page))
  await page.keyboard.type('herons egrets')
  await page.getByRole('status').filter({ hasText: 'The newest 30 messages' }).waitFor()

  await page.getByLabel('From', { exact: true }).selectOption({ label: 'Hannah Ortiz' })
  await page.getByText('Line 119 about').first().waitFor()
  await options(page).filter({ hasText: 'Wei Zhang' }).first().waitFor({ state: 'detached' })
  await scrolledTo(page, 60)
  await page.getByRole('status').filter({ hasText: '60 messages in 1 room' }).waitFor()

  await page.getByLabel('When').selectOption({ label: 'Past week' })
  await page.getByLabel('From', { exact: true }).selectOption({ label: 'From me' })
  await options(page).filter({ hasText: 'Wei Zhang' }).first().waitFor()

  await page
    .getByRole('navigation')
    .getByRole('button', { name: /^上海印厂/ })
    .click()
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await page.getByText('This room').click()
  await page.getByRole('status').filter({ hasText: 'No messages with herons egrets' }).waitFor()
})

test('words that are not there, and words of rooms that one is not in, are said not to be there', async () => {
  const { room } = await wei.request('room_create', { kind: 'private', name: 'Contracts' })
  await wei.request('message', { room: room.id, text: 'A secret stork' })
  await indexed()
  const page = await logIn(desk, 'hannah')
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await focused(field(page))

  await page.keyboard.type('stork')

  await page.getByText('No messages with stork. Only your rooms are searched.').waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('Words, the beginning of a word').waitFor()
})

test('on a phone, Back leads from the message to the results, as they were', async () => {
  const page = await logIn(phone)
  await page.getByRole('navigation').getByRole('button', { name: 'Search', exact: true }).tap()
  await field(page).fill('上海')
  await option(page, 2).tap()
  await inSight(page.getByRole('log').getByText('Does the 上海 museum'))

  await page.goBack()
  await option(page, 2).waitFor()
  expect(await field(page).inputValue()).toBe('上海')
  await page.getByRole('button', { name: 'Close' }).tap()
  await page.getByRole('heading', { name: 'Heron Press' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
})

test.each([
  ['light, English', { ...desk, locale: 'en-GB' }],
  ['dark, 简体中文', { ...desk, locale: 'zh-CN', colorScheme: 'dark' }],
  ['on a phone', { ...phone, locale: 'en-GB' }],
] as const)('has nothing that axe finds fault with: %s', async (_, options) => {
  const page = await logIn(options)
  const isChinese = page.locator('html:lang(zh)')
  await page.evaluate('location.hash += (location.hash === "" ? "" : "&") + "over=search"')
  await field(page).fill('上海')
  await option(page, 0).waitFor()

  const { violations } = await new AxeBuilder({ page }).analyze()

  expect(await isChinese.count()).toBe(options.locale === 'zh-CN' ? 1 : 0)
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
})

async function logIn(options: BrowserContextOptions, username = 'wei'): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  onTestFailed(async () => {
    for (const open of context.pages()) console.log(await open.locator('body').ariaSnapshot())
  })
  await page.goto(stack.http)
  const isChinese = options.locale === 'zh-CN'
  await page.getByLabel(isChinese ? '用户名' : 'Username').fill(username)
  await page.getByLabel(isChinese ? '密码' : 'Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: isChinese ? '登录' : 'Log in' }).click()
  const log = page.getByRole('log')
  await (options.isMobile === true ? page.getByRole('heading', { name: 'Heron Press' }) : log).waitFor()
  return page
}

function field(page: Page): Locator {
  return page.locator('#search-field')
}

/** The menus of the filters have options, too. */
function options(page: Page): Locator {
  return page.locator('#search-results [role=option]')
}

function option(page: Page, index: number): Locator {
  return options(page).nth(index)
}

function groups(page: Page): Promise<string[]> {
  return page.getByRole('listbox').locator('[role=group] > p').allTextContents()
}

/** What the reader was led to. */
function found(page: Page): Promise<string | null> {
  return page.locator('[class*=found]').textContent()
}

/** Each page asks for the next when its end is near. */
async function scrolledTo(page: Page, count: number): Promise<void> {
  const list = page.locator('#search-results').locator('..')
  await expect
    .poll(async () => {
      await list.evaluate((element: { scrollTop: number; scrollHeight: number }) => {
        element.scrollTop = element.scrollHeight
      })
      return options(page).count()
    })
    .toBe(count)
}

async function focused(element: Locator): Promise<void> {
  await element.and(element.page().locator(':focus')).waitFor()
}

async function inSight(element: Locator): Promise<void> {
  await element.waitFor()
  await expect.poll(() => element.evaluate(isInView)).toBe(true)
}

function isInView(element: { getBoundingClientRect(): { top: number; bottom: number } }): boolean {
  const { top, bottom } = element.getBoundingClientRect()
  return top >= 0 && bottom <= (globalThis as unknown as { innerHeight: number }).innerHeight
}

async function indexed(): Promise<void> {
  for (;;) {
    const { indexing } = await wei.request('search', { q: '' })
    if (indexing !== true) return
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}
