import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ChatClient, createChatClient } from '../../src/client/chat-client.ts'
import { launchBrowser } from '../helpers/browser.ts'
import {
  accessible,
  addPeople,
  composer,
  logIn,
  messageOf,
  newPage,
  password,
  phone,
  said,
  say,
} from '../helpers/chat-page.ts'
import { startStack, type TestStack } from '../helpers/stack.ts'

let stack: TestStack
let browser: Browser
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chat-stack-delivery-'))
  stack = await startStack({ folder })
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
  await composer(page).waitFor()
  return page
}

test('a message that is refused says why and stays; tried again once it may, it arrives', async () => {
  const [hannah, wei] = [await openAs('hannah'), await openAs('wei')]
  mute('hannah', true)
  await say(hannah, 'May I speak?')

  const failed = messageOf(hannah, 'May I speak?')
  await failed.getByText('Not sent. You are muted in this room.').waitFor()
  await accessible(hannah, 'a failed message')
  await hannah.reload()
  await failed.getByText('Not sent. You are muted in this room.').waitFor()
  mute('hannah', false)
  await failed.getByRole('button', { name: 'Try again' }).click()

  await said(wei, 'May I speak?').waitFor()
  await failed.getByText('Not sent.').waitFor({ state: 'detached' })
})

test('a message that is refused can be given up, in Chinese on a phone', async () => {
  const page = await newPage(browser, { ...phone, locale: 'zh-CN' })
  await logIn(page, stack, { username: 'linyue' })
  await page.getByRole('button', { name: /^Everyone/ }).tap()
  mute('linyue', true)
  await say(page, '这句发不出去')
  await messageOf(page, '这句发不出去')
    .getByText(/^没有发出：/)
    .waitFor()

  await messageOf(page, '这句发不出去').getByRole('button', { name: '删除' }).tap()

  await said(page, '这句发不出去').waitFor({ state: 'detached' })
  mute('linyue', false)
})

test('what is too long is said before it is sent, and stays to be cut', async () => {
  const hannah = await openAs('hannah')
  const tooLong = '鹭'.repeat(6_000)
  await composer(hannah).fill(tooLong)
  await composer(hannah).press('Enter')

  await hannah.getByText('This message is too long. Split it in two.').waitFor()
  expect(await composer(hannah).inputValue()).toBe(tooLong)
  await composer(hannah).fill('')
})

test('what was on its way to a room that one was taken out of is there to be copied', async () => {
  const { room } = await asSomebody('wei', (client) =>
    client.request('room_create', { kind: 'open', name: 'Short-lived' }),
  )
  await asSomebody('hannah', (client) => client.request('room_join', { room: room.id }))
  const hannah = await openAs('hannah')
  await hannah.goto(`${stack.http}/#room=${room.id}`)
  await hannah.getByRole('textbox', { name: 'Message Short-lived' }).waitFor()
  await hannah.context().setOffline(true)
  await stack.stop()
  await say(hannah, 'Nobody will hear this')

  stack = await startStack({ folder, env: portsOf(stack) })
  await asSomebody('hannah', (client) => client.request('room_leave', { room: room.id }))
  await hannah.context().setOffline(false)

  await hannah.getByRole('heading', { name: "You're no longer in Short-lived." }).waitFor()
  await hannah.getByText('Nobody will hear this').waitFor()
})

test('two tabs of one person agree on what was said, once each, and on what was read', async () => {
  const first = await openAs('wei')
  const second = await first.context().newPage()
  await second.goto(stack.http)
  await say(first, 'From the first tab')
  await said(second, 'From the first tab').waitFor()
  await say(second, 'From the second tab')
  await said(first, 'From the second tab').waitFor()
  for (const tab of [first, second])
    for (const text of ['From the first tab', 'From the second tab'])
      expect(await said(tab, text).count()).toBe(1)

  const hannah = await openAs('hannah')
  await asSomebody('wei', (client) => client.request('room_create', { kind: 'open', name: 'Proofs' }))
  await second.getByRole('button', { name: /^Proofs/ }).click()
  await second.getByRole('textbox', { name: 'Message Proofs' }).waitFor()
  await first.bringToFront()
  await say(hannah, 'For both tabs')
  await said(first, 'For both tabs').waitFor()
  await second.getByRole('button', { name: 'Everyone', exact: true }).waitFor()

  expect(await second.getByRole('button', { name: /^Everyone.*unread/ }).count()).toBe(0)
})

test('a tap right after scrolling is a tap', async () => {
  const wei = await newPage(browser, phone)
  await logIn(wei, stack, { username: 'wei' })
  await wei.getByRole('button', { name: /^Everyone/ }).tap()
  for (let line = 1; line <= 6; line += 1) await say(wei, `Line ${line} ${'and more '.repeat(20)}`)
  await composer(wei).fill('https://example.org/ **pressed**')
  await composer(wei).press('Enter')
  await wei.getByText('pressed').waitFor()

  const pressed = wei.getByRole('log').evaluate(
    (log) =>
      new Promise<string>((resolve) => {
        const element = log as unknown as PageElement
        element.addEventListener('scroll', () => resolve(hitBy(element)), { once: true })
        element.scrollBy(0, -40)
        function hitBy({ ownerDocument, lastChild }: PageElement): string {
          const { left, top } = lastChild.getBoundingClientRect()
          const hit = ownerDocument.elementFromPoint(left + 80, top + 120)
          return hit?.closest('[data-row]') === null ? 'nothing' : 'a row'
        }
      }),
  )

  expect(await pressed).toBe('a row')
})

test('marked-up text never shows its marks on the first load', async () => {
  const hannah = await openAs('hannah')
  await composer(hannah).fill('Nine words, **weighed** each')
  await composer(hannah).press('Enter')
  await hannah.locator('strong', { hasText: 'weighed' }).waitFor()
  await hannah.addInitScript(`
    window.seen = []
    const look = () => {
      for (const p of document.querySelectorAll('[role=log] p'))
        if (p.textContent.includes('**weighed**') && p.checkVisibility({ visibilityProperty: true })) seen.push(p.textContent)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)`)

  await hannah.reload()

  await hannah.locator('strong', { hasText: 'weighed' }).waitFor()
  expect(await hannah.evaluate('window.seen')).toEqual([])
})

interface PageElement {
  scrollBy(x: number, y: number): void
  addEventListener(type: string, listener: () => void, options: { once: boolean }): void
  lastChild: { getBoundingClientRect(): { left: number; top: number } }
  ownerDocument: { elementFromPoint(x: number, y: number): { closest(selector: string): unknown } | null }
}

/** As a moderator's act leaves it in the database. */
function mute(username: string, on: boolean): void {
  withDatabase((db) =>
    db
      .prepare(
        'UPDATE memberships SET muted = ? WHERE account_id = (SELECT id FROM accounts WHERE username = ?)',
      )
      .run(on ? 1 : 0, username),
  )
}

function withDatabase(work: (db: Database.Database) => void): void {
  const db = new Database(join(folder, 'data/chat.db'))
  try {
    work(db)
  } finally {
    db.close()
  }
}

async function asSomebody<T>(username: string, act: (client: ChatClient) => Promise<T>): Promise<T> {
  const client = createChatClient({ url: stack.ws })
  try {
    await client.login({ username, password })
    return await act(client)
  } finally {
    client.close()
  }
}

/** The same ports again, for a stack that takes the place of this one. */
function portsOf({ http, ws }: TestStack): Record<string, string> {
  return { CHAT_STACK_HTTP__PORT: new URL(http).port, CHAT_STACK_WS__PORT: new URL(ws).port }
}
