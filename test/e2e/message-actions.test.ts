import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createChatClient } from '../../src/client/chat-client.ts'
import { launchBrowser } from '../helpers/browser.ts'
import {
  accessible,
  addPeople,
  composer,
  focused,
  inSight,
  logIn,
  messageOf,
  newPage,
  password,
  phone,
  said,
  say,
} from '../helpers/chat-page.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

const unhurried = Object.fromEntries(
  ['MESSAGES_PER_SECOND', 'MESSAGE_BURST', 'REQUESTS_PER_SECOND', 'REQUEST_BURST'].map((limit) => [
    `CHAT_STACK_LIMITS__${limit}`,
    '1000',
  ]),
)

let stack: TestStack
let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-stack-actions-'))
  stack = await startStack({ folder, env: unhurried })
  browser = await launchBrowser()
  await addPeople(stack, { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', linyue: '林悦' })
})

afterEach(async () => {
  for (const context of browser.contexts()) await context.close()
})

afterAll(async () => {
  await browser?.close()
  await stack?.stop()
  await rm(folder, { recursive: true, force: true })
})

async function openAs(username: string, options = {}): Promise<Page> {
  const page = await newPage(browser, options)
  await logIn(page, stack, { username })
  return page
}

test('a message is answered, and the quote leads back to it', async () => {
  const [wei, hannah] = [await openAs('wei'), await openAs('hannah')]
  await say(hannah, 'Is the caption too long?')
  await messageOf(wei, 'Is the caption too long?').hover()
  await messageOf(wei, 'Is the caption too long?').getByRole('button', { name: 'Reply' }).click()
  await focused(composer(wei))
  await wei.getByText('Reply to Hannah Ortiz').waitFor()

  await say(wei, 'By three words')

  const quote = messageOf(hannah, 'By three words').getByRole('button', { name: /Is the caption/ })
  await quote.click()
  await focused(messageOf(hannah, 'Is the caption too long?').first())
  expect(await wei.getByText('Reply to Hannah Ortiz').count()).toBe(0)
})

test('up in the empty composer edits the last own message; the others see it, and that it was edited', async () => {
  const [wei, hannah] = [await openAs('wei'), await openAs('hannah')]
  await say(wei, 'The spine is 11 mm')

  await editLast(wei)
  await wei.keyboard.type(' wide')
  await wei.keyboard.press('Enter')

  await said(hannah, 'The spine is 11 mm wide').waitFor()
  await messageOf(hannah, 'The spine is 11 mm wide').getByText('Edited').waitFor()
  expect(await composer(wei).inputValue()).toBe('')
})

test('Escape leaves an edit, and the draft from before is there again', async () => {
  const wei = await openAs('wei')
  await say(wei, 'As it was')
  await composer(wei).fill('A draft')
  await messageOf(wei, 'As it was').hover()
  await messageOf(wei, 'As it was').getByRole('button', { name: 'Edit' }).click()
  await wei.keyboard.type(' not')

  await wei.keyboard.press('Escape')

  expect(await composer(wei).inputValue()).toBe('A draft')
  await said(wei, 'As it was').waitFor()
  await composer(wei).fill('')
})

test('an edit that comes too late is told, and saved once its writer insists', async () => {
  const [here, there] = [await openAs('wei'), await openAs('wei')]
  await say(here, 'Page nine')
  await said(there, 'Page nine').waitFor()
  await editLast(here)
  await composer(here).fill('Page ten')
  await editLast(there)
  await composer(there).fill('Page eleven')
  await there.keyboard.press('Enter')
  await said(here, 'Page eleven').waitFor()

  await composer(here).press('Enter')
  await here.getByRole('alert').getByText('This message was changed on another device').waitFor()
  await composer(here).press('Enter')

  await said(there, 'Page ten').waitFor()
})

test('with the keys alone: up to a message, react, join in, take it back, delete it', async () => {
  const wei = await openAs('wei')
  await say(wei, 'Reachable by keys')
  await wei.keyboard.press('Shift+Tab')
  while (!(await isOnMessage(wei, 'Reachable by keys'))) await wei.keyboard.press('Shift+Tab')

  await wei.keyboard.press('+')
  await wei.getByRole('option', { name: 'grinning face', exact: true }).waitFor()
  await wei.keyboard.type('swan')
  await wei.keyboard.press('Enter')
  const swan = messageOf(wei, 'Reachable by keys').getByRole('button', { name: '🦢 1, You' })
  await swan.waitFor()
  await wei.getByRole('dialog').waitFor({ state: 'detached' })
  await swan.focus()
  await wei.keyboard.press('Enter')
  await swan.waitFor({ state: 'detached' })

  await messageOf(wei, 'Reachable by keys').focus()
  await wei.keyboard.press('Delete')
  await focused(wei.getByRole('button', { name: 'Keep it' }))
  await wei.keyboard.press('Tab')
  await wei.keyboard.press('Enter')
  await said(wei, 'Reachable by keys').waitFor({ state: 'detached' })
  await said(wei, 'Wei Zhang deleted this message.').last().waitFor()
})

test('a reaction shows who gave it, and joining in counts', async () => {
  const [wei, hannah] = [await openAs('wei'), await openAs('hannah')]
  await say(wei, 'The proofs are here')
  await messageOf(hannah, 'The proofs are here').hover()
  await messageOf(hannah, 'The proofs are here').getByRole('button', { name: 'React' }).click()
  await hannah.getByRole('option', { name: 'party popper' }).first().click()

  const reaction = messageOf(wei, 'The proofs are here').getByRole('button', { name: /^🎉/ })
  await reaction.hover()
  await wei.getByRole('button', { name: '🎉 1, Hannah Ortiz' }).click()

  await wei.getByRole('button', { name: '🎉 2, Hannah Ortiz and You', pressed: true }).waitFor()
  await hannah.getByRole('button', { name: '🎉 2, You and Wei Zhang', pressed: true }).waitFor()
})

test('who owns the room may delete what others said; who does not, is not offered it', async () => {
  const [wei, hannah] = [await openAs('wei'), await openAs('hannah')]
  await say(hannah, 'Said in haste')
  await say(wei, 'Said by the owner')
  await openMenu(hannah, 'Said by the owner')
  expect(await hannah.getByRole('menuitem').allInnerTexts()).toEqual(
    ['React', 'Reply', 'Pin for everyone', 'Copy text', 'Copy link'].map((label) =>
      expect.stringContaining(label),
    ),
  )

  await openMenu(wei, 'Said in haste')
  await wei.getByRole('menuitem', { name: 'Delete' }).click()
  await wei.getByRole('button', { name: 'Delete message' }).click()

  await said(hannah, 'Said in haste').waitFor({ state: 'detached' })
})

test('the link to a message opens the room around it, however far back it is', async () => {
  const room = await longRoom('Archive', 300)
  const context = { permissions: ['clipboard-read', 'clipboard-write'] }
  const wei = await openAs('wei', context)
  await wei.goto(`${stack.http}/#room=${room}&at=17`)

  await inSight(said(wei, 'Line 17'))
  await focused(messageOf(wei, 'Line 17'))
  await openMenu(wei, 'Line 17')
  await wei.getByRole('menuitem', { name: 'Copy link' }).click()
  await wei.getByText('Link copied').waitFor()
  expect(await wei.evaluate('navigator.clipboard.readText()')).toBe(`${stack.http}/#room=${room}&at=17`)
  await wei.getByRole('button', { name: 'Back to now' }).click()
  await inSight(said(wei, 'Line 300'))
})

test('a link to what is not there says so, and shows the end', async () => {
  const room = await longRoom('Short', 3)
  const wei = await openAs('wei')
  await wei.goto(`${stack.http}/#room=${room}&at=99`)

  await wei.getByText('That message is not here, or no longer.').waitFor()
  await inSight(said(wei, 'Line 3'))
})

test('@ offers the members, by the keys; and never while Chinese is being composed', async () => {
  const wei = await openAs('wei')
  await composer(wei).pressSequentially('谢谢@')
  await wei.getByRole('option', { name: '林悦' }).waitFor()
  const cdp = await wei.context().newCDPSession(wei)
  await cdp.send('Input.imeSetComposition', { text: 'lin', selectionStart: 3, selectionEnd: 3 })
  await composer(wei).dispatchEvent('keydown', { key: 'Enter', isComposing: true })
  expect(await composer(wei).inputValue()).toBe('谢谢@lin')
  await cdp.send('Input.insertText', { text: '林' })

  await wei.keyboard.press('Enter')

  await expect.poll(() => composer(wei).inputValue()).toBe('谢谢@linyue ')
  await wei.keyboard.press('Enter')
  await messageOf(wei, '@linyue').waitFor()
})

test('on a phone, in Chinese: a long press opens a sheet to react, to answer and to delete', async () => {
  const wei = await openAs('wei', { ...phone, locale: 'zh-CN' })
  await wei.getByRole('button', { name: /^Everyone/ }).tap()
  await say(wei, '九个字也行。')
  const fits = 'document.documentElement.scrollWidth <= window.innerWidth'

  await longPress(wei, '九个字也行。')
  await accessible(wei, 'sheet')
  expect(await wei.evaluate(fits)).toBe(true)
  await wei.getByRole('button', { name: '👍' }).tap()
  await wei.getByRole('button', { name: '👍 1，你' }).waitFor()

  await longPress(wei, '九个字也行。')
  await wei.getByRole('button', { name: '回复' }).tap()
  await wei.getByText('回复 Wei Zhang').waitFor()
  await say(wei, '好的')

  await longPress(wei, '好的')
  await wei.getByRole('button', { name: '删除' }).tap()
  await wei.getByText('所有人都将看不到它。').waitFor()
  await wei.getByRole('button', { name: '删除消息' }).tap()
  await said(wei, '好的').waitFor({ state: 'detached' })

  // What a long press does, a tap leads to as well.
  await said(wei, '九个字也行。').last().tap()
  await wei.getByRole('button', { name: '更多' }).last().tap()
  await wei.getByRole('menuitem', { name: '复制文字' }).waitFor()
})

test('on a phone, the picker that is put away leaves the bar with the message it was opened for', async () => {
  const wei = await openAs('wei', phone)
  await wei.getByRole('button', { name: /^Everyone/ }).tap()
  await say(wei, 'Not this one, but the one that is below it')
  await say(wei, 'This one')
  await said(wei, 'This one').tap()
  const bar = wei.getByRole('toolbar', { name: 'Actions on this message' })
  await bar.getByRole('button', { name: 'React' }).tap()
  await wei.getByRole('option').first().waitFor()

  await wei.keyboard.press('Escape')
  await wei.getByRole('dialog').waitFor({ state: 'detached' })
  await bar.getByRole('button', { name: 'Reply' }).tap()

  await wei.getByLabel('Write a message').getByText('This one', { exact: true }).waitFor()
})

test('axe finds nothing in the bar, the menu, the picker, the reactions and the suggestions', {
  timeout: 120_000,
}, async () => {
  const wei = await openAs('wei')
  await say(wei, 'To be looked at')
  await messageOf(wei, 'To be looked at').hover()
  await messageOf(wei, 'To be looked at').getByRole('button', { name: 'React' }).click()
  await wei.getByRole('option', { name: 'grinning face', exact: true }).waitFor()
  await wei.keyboard.type('heart')
  await accessible(wei, 'picker')
  await wei.keyboard.press('Enter')
  await openMenu(wei, 'To be looked at')
  await accessible(wei, 'menu')
  await wei.keyboard.press('Escape')
  await messageOf(wei, 'To be looked at').focus()
  await wei.keyboard.press('r')
  await wei.keyboard.type('@')
  await wei.getByRole('option').first().waitFor()
  await accessible(wei, 'bar, reactions, strip and suggestions')
})

/** What is still on its way cannot be edited yet. */
async function editLast(page: Page): Promise<void> {
  const isEditing = async () => {
    await composer(page).press('ArrowUp')
    return page.getByText('Edit your message').isVisible()
  }
  await expect.poll(isEditing, { timeout: 10_000 }).toBe(true)
}

async function openMenu(page: Page, text: string): Promise<void> {
  await messageOf(page, text).hover()
  await messageOf(page, text).getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem').first().waitFor()
}

async function isOnMessage(page: Page, text: string): Promise<boolean> {
  return (await messageOf(page, text).and(page.locator(':focus')).count()) > 0
}

/** A finger that stays, as the browser reports it. */
async function longPress(page: Page, text: string): Promise<void> {
  const box = await said(page, text).last().boundingBox()
  if (box === null) throw new Error(`Expected "${text}" to be in sight`)
  const cdp = await page.context().newCDPSession(page)
  const touchPoints = [{ x: box.x + 10, y: box.y + box.height / 2 }]
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints })
  await page.getByRole('dialog').waitFor()
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
}

/** A room of wei's in which so many lines were said. */
async function longRoom(name: string, lines: number): Promise<string> {
  const client = createChatClient({ url: stack.ws })
  await client.login({ username: 'wei', password })
  const { room } = await client.request('room_create', { kind: 'open', name })
  for (let line = 1; line <= lines; line += 1)
    await client.request('message', { room: room.id, text: `Line ${line}` })
  client.close()
  return room.id
}
