import type { Page } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { accessible, composer, phone, said, say as sayHere } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const people = { wei: 'wei', hannah: 'hannah', amara: 'amara' }
type Person = keyof typeof people

const stage = setStage({ people })
const pages = {} as Record<Person, Page>

beforeAll(async () => {
  for (const name of Object.keys(people) as Person[]) pages[name] = await stage.openAs(name)
})

test('[P-62] two people talk to each other alone, and the other sees it with the first message', async () => {
  const { wei, hannah } = pages
  await wei.getByRole('button', { name: 'New', exact: true }).click()
  await wei.getByRole('menuitem', { name: 'Direct message' }).click()
  await wei.getByLabel('Find people by name').fill('han')
  await wei.getByRole('button', { name: /hannah/ }).click()
  await wei.getByRole('button', { name: 'Open', exact: true }).click()
  await wei.getByRole('heading', { name: 'hannah', exact: true, level: 1 }).waitFor()
  expect(await hannah.getByText('Direct messages').count()).toBe(0)

  await say(wei, 'Only for you', 'hannah')

  const row = hannah.getByRole('button', { name: /^(Here now)? ?wei/ })
  await row.getByText('1 unread').waitFor()
  await row.click()
  await said(hannah, 'Only for you').waitFor()
  await say(hannah, 'Heard.', 'wei')
  await said(wei, 'Heard.').waitFor()
  expect(await pages.amara.getByText('Direct messages').count()).toBe(0)
  await accessible(hannah, 'a direct room')
})

test('[P-62] a conversation that is closed comes back with the next message', async () => {
  const { wei, hannah } = pages
  await choose(hannah, 'More', 'Close conversation')
  await hannah.getByText('Conversation closed. The next message brings it back.').waitFor()
  await hannah.getByRole('button', { name: /wei/ }).waitFor({ state: 'detached' })

  await say(wei, 'One more thing', 'hannah')

  await hannah.getByRole('button', { name: /wei/ }).getByText('1 unread').waitFor()
})

test('a room is renamed by its owner, and all see it', async () => {
  const { wei, hannah, amara } = pages
  await wei.getByRole('button', { name: 'New', exact: true }).click()
  await wei.getByRole('menuitem', { name: 'New room' }).click()
  await wei.getByLabel('Room name').fill('Proofs')
  await wei.getByRole('button', { name: 'Open room' }).click()
  for (const page of [hannah, amara]) await join(page, 'Proofs')

  await choose(wei, 'More', 'Room settings')
  await wei.getByLabel('Room name').fill('Page proofs')
  await wei.getByLabel('Topic').fill('Second round')
  await wei.getByRole('button', { name: 'Save' }).click()

  for (const page of Object.values(pages)) {
    await page.getByRole('heading', { name: 'Page proofs', level: 1 }).waitFor()
    await page.getByText('Second round').waitFor()
  }
})

test('a message is pinned for everyone, found in the panel, and unpinned by another', async () => {
  const { wei, hannah } = pages
  await say(wei, 'Spine is 11.5 mm', 'Page proofs')
  await said(hannah, 'Spine is 11.5 mm').waitFor()
  await hannah.getByRole('article').filter({ hasText: 'Spine is 11.5 mm' }).hover()
  await hannah.getByRole('toolbar').getByRole('button', { name: 'More' }).click()
  await hannah.getByRole('menuitem', { name: 'Pin for everyone' }).click()
  await wei.getByRole('article').getByText('Pinned').waitFor()

  await choose(wei, 'More', 'Pinned messages')
  const panel = wei.getByRole('complementary', { name: 'Pinned messages' })
  await panel.getByText('Spine is 11.5 mm').waitFor()
  await accessible(wei, 'pinned messages')
  await panel.getByRole('button', { name: 'Unpin' }).click()

  await panel.getByText('Nothing is pinned yet').waitFor()
  await hannah.getByRole('article').getByText('Pinned').waitFor({ state: 'detached' })
})

test('[P-63] one who is muted is told why there is nothing to write in, until they may again', async () => {
  const { wei, amara } = pages
  await actOn(wei, 'amara', 'Mute')
  await amara.getByText('You are muted in this room: you can read, but not write.').waitFor()
  expect(await amara.getByRole('textbox', { name: /Message/ }).count()).toBe(0)
  await accessible(amara, 'muted')

  await actOn(wei, 'amara', 'Unmute')

  await say(amara, 'Thank you.', 'Page proofs')
  await said(wei, 'Thank you.').waitFor()
})

test('[P-52] one who is removed sees it at once, and one who is banned does not come back', async () => {
  const { wei, hannah, amara } = pages
  await amara.getByRole('textbox', { name: 'Message Page proofs' }).fill('half a thought')
  await actOn(wei, 'amara', 'Remove from room')
  await wei.getByRole('alertdialog').getByRole('button', { name: 'Remove from room' }).click()
  await amara.getByText("You're no longer in Page proofs.").waitFor()
  await amara.getByText('half a thought').waitFor()
  await hannah.getByText('wei removed amara.').waitFor()

  await actOn(wei, 'hannah', 'Ban from room')
  await wei.getByRole('alertdialog').getByRole('button', { name: 'Ban from room' }).click()
  await hannah.getByText("You're no longer in Page proofs.").waitFor()
  await hannah.getByRole('button', { name: 'Close', exact: true }).click()
  await openBrowse(hannah)
  await hannah.getByRole('listitem').filter({ hasText: 'Page proofs' }).getByRole('button').click()

  await hannah.getByText('You are banned from this room.').waitFor()
  await hannah.keyboard.press('Escape')
  await choose(wei, 'More', 'Room settings')
  await wei.getByRole('button', { name: 'End ban' }).click()
  await wei.getByText('hannah may come back').waitFor()
  await wei.keyboard.press('Escape')
  await join(hannah, 'Page proofs')
})

test('a room that is to keep quiet shows nothing as new, on every device', async () => {
  const { wei, hannah } = pages
  await choose(hannah, 'More', 'Notifications')
  await hannah.getByLabel('Nothing').check()
  await hannah.keyboard.press('Escape')
  const row = hannah.getByRole('button', { name: /^Page proofs/ })
  await row.getByText('Quiet').waitFor({ state: 'attached' })
  await hannah.getByRole('button', { name: /^Everyone/ }).click()

  await say(wei, '@hannah are you there?', 'Page proofs')
  await say(wei, 'Hello', 'Everyone')
  await said(hannah, 'Hello').waitFor()

  expect(await row.getByText(/unread|mention/).count()).toBe(0)
})

test('an archived room can be read and brought back', async () => {
  const { wei, hannah } = pages
  await goTo(wei, 'Page proofs')
  await choose(wei, 'More', 'Archive room')
  await wei.getByRole('alertdialog').getByRole('button', { name: 'Archive room' }).click()
  await wei.getByText('This room is archived. It can be read, and nobody writes here.').waitFor()
  await hannah.getByRole('button', { name: /^Page proofs/ }).waitFor({ state: 'detached' })
  await openBrowse(hannah)
  const archived = hannah.getByRole('region', { name: 'Archived' })
  await archived.getByRole('button', { name: 'Open' }).click()
  await said(hannah, 'Spine is 11.5 mm').waitFor()
  expect(await hannah.getByRole('button', { name: 'Bring it back' }).count()).toBe(0)

  await wei.getByRole('button', { name: 'Bring it back' }).click()

  await say(hannah, 'So we go on.', 'Page proofs')
  await said(wei, 'So we go on.').waitFor()
})

test('[P-60] a moderator is made, and offered what a moderator may', async () => {
  const { wei, hannah } = pages
  await actOn(wei, 'hannah', 'Make moderator')
  await wei.getByText('hannah is moderator now').waitFor()

  await hannah.getByRole('main').getByRole('button', { name: 'More', exact: true }).first().click()

  await hannah.getByRole('menuitem', { name: 'Room settings' }).waitFor()
  expect(await hannah.getByRole('menuitem', { name: 'Archive room' }).count()).toBe(0)
  await hannah.keyboard.press('Escape')
})

test('on a phone, and in Chinese, direct messages have their seal and their words', async () => {
  const { hannah: wide } = pages
  const page = await stage.openAs('hannah', { ...phone, locale: 'zh-CN' })
  await page.getByRole('button').filter({ hasText: 'One more thing' }).click()
  await said(page, 'One more thing').waitFor()
  await page.getByRole('button', { name: '更多', exact: true }).click()
  await page.getByRole('menuitem', { name: '关闭对话' }).waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  await page.keyboard.press('Escape')
  await page.getByRole('menu').waitFor({ state: 'detached' })
  await accessible(page, 'a direct room on a phone')

  await goTo(wide, 'wei')
  await page.getByRole('button', { name: '更多', exact: true }).click()
  await page.getByRole('menuitem', { name: '关闭对话' }).click()

  await wide.getByRole('heading', { name: 'Everyone', level: 1 }).waitFor()
})

test('the pages complained about nothing', () => {
  expect(stage.complaints).toEqual([])
})

async function say(page: Page, text: string, room: string): Promise<void> {
  await goTo(page, room)
  await composer(page, room).waitFor()
  await sayHere(page, text)
}

async function goTo(page: Page, room: string): Promise<void> {
  const title = page.getByRole('heading', { name: room, exact: true, level: 1 })
  if ((await title.count()) > 0) return
  await page.getByRole('navigation').getByRole('button', { name: room }).first().click()
  await title.waitFor()
}

async function choose(page: Page, menu: string, item: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: menu, exact: true }).first().click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

/** From the list of members, which is opened where it is not. */
async function actOn(page: Page, name: Person, item: string): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'Members' })
  if ((await panel.count()) === 0) await page.getByRole('button', { name: 'Members', exact: true }).click()
  await panel.getByRole('button', { name: `Actions for ${name}` }).click()
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

async function openBrowse(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Browse rooms' }).click()
}

async function join(page: Page, room: string): Promise<void> {
  await openBrowse(page)
  await page.getByRole('listitem').filter({ hasText: room }).getByRole('button', { name: 'Join' }).click()
  await page.getByRole('heading', { name: room, exact: true, level: 1 }).waitFor()
}
