import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ChatClient, createChatClient } from '../../src/client/chat-client.ts'
import { launchBrowser } from '../helpers/browser.ts'
import {
  accessible,
  addPeople,
  composer,
  focused,
  logIn,
  newPage,
  password,
  said,
} from '../helpers/chat-page.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

const small = { viewport: { width: 1280, height: 520 } }
const maxRate = { CHAT_STACK_LIMITS__MESSAGE_BURST: '500', CHAT_STACK_LIMITS__REQUEST_BURST: '500' }

let stack: TestStack
let browser: Browser

beforeAll(async () => {
  stack = await startStack({ env: maxRate })
  browser = await launchBrowser()
  await addPeople(stack, { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', marco: 'Marco Bellini' })
  const [wei, hannah, marco] = [await sdk('wei'), await sdk('hannah'), await sdk('marco')]
  for (let shelf = 1; shelf <= 24; shelf += 1)
    await wei.request('room_create', { kind: 'open', name: `Shelf ${shelf}` })
  const people = { user_ids: [wei.getState().account!.user_id] }
  const goodbye = await marco.request('dm_open', people)
  await marco.request('message', { room: goodbye.room.id, text: 'Goodbye' })
  const { room } = await hannah.request('dm_open', people)
  await hannah.request('message', { room: room.id, text: 'Are you there?' })
  for (const client of [wei, hannah, marco]) client.close()
  await stack.run(['user', 'remove', 'marco', '--yes'])
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

test('what is new below the fold of the list is told at its edge, and one press leads there', async () => {
  const page = await newPage(browser, small)
  await logIn(page, stack, { username: 'wei' })
  const hint = page.getByRole('button', { name: /^New below/ })
  await hint.getByText('2', { exact: true }).waitFor()
  await accessible(page, 'list with news below its fold')

  await hint.press('Enter')

  await focused(page.getByRole('button', { name: /Hannah Ortiz/ }))
  await hint.waitFor({ state: 'detached' })
  await page.keyboard.press('Enter')
  await said(page, 'Are you there?').waitFor()
})

test('Alt and Shift with an arrow lead to the next room with something new, wherever it stands', async () => {
  const hannah = await sdk('hannah')
  const direct = [...hannah.getState().rooms.values()].find(({ room }) => room.kind === 'direct')!
  await hannah.request('message', { room: direct.room.id, text: 'One more thing' })
  hannah.close()
  const page = await newPage(browser, small)
  await logIn(page, stack, { username: 'wei' })
  await composer(page).waitFor()

  await page.keyboard.press('Alt+Shift+ArrowDown')

  await said(page, 'One more thing').waitFor()
  expect(
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /Hannah Ortiz/ })
      .isVisible(),
  ).toBe(true)
})

test('one who has an account no more is called so in the language of the reader', async () => {
  const page = await newPage(browser, { ...small, locale: 'zh-CN' })
  await logIn(page, stack, { username: 'wei' })

  await page.getByRole('button', { name: /已移除的用户/ }).click()

  await page.getByRole('heading', { name: '已移除的用户' }).waitFor()
  await page.getByRole('textbox', { name: '发消息到 已移除的用户' }).waitFor()
  await page.getByRole('log').getByText('已移除的用户', { exact: true }).waitFor()
})

test('Search or jump to leads to a room by its name, and with words that name none to the messages', async () => {
  const page = await newPage(browser)
  await logIn(page, stack, { username: 'wei' })
  await composer(page).waitFor()
  const field = page.getByRole('combobox', { name: 'A room, a person, or words from a message' })
  await page.keyboard.press('ControlOrMeta+K')
  await focused(field)
  await page.keyboard.type('shelf 17')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Shelf 17' }).waitFor()

  await page.getByRole('button', { name: /^Search or jump to/ }).click()
  await field.fill('白头鹤')
  await page.getByRole('option', { name: 'Search messages for “白头鹤”' }).waitFor()
  await page.keyboard.press('Enter')

  await focused(page.getByRole('combobox', { name: 'Search messages' }))
  await page.getByRole('heading', { name: 'No messages with 白头鹤' }).waitFor()
  await accessible(page, 'nothing found')
  await page.getByText('This room', { exact: true }).click()
  await page.getByRole('button', { name: 'Search without the filters' }).click()
  expect(await page.getByRole('radio', { name: 'All rooms' }).isChecked()).toBe(true)
})

async function sdk(username: string): Promise<ChatClient> {
  const client = createChatClient({ url: stack.ws, httpUrl: stack.http })
  await client.login({ username, password })
  return client
}
