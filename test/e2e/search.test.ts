import type { Locator, Page } from 'playwright-core'
import { beforeAll, expect, test, vi } from 'vitest'
import type { ChatClient } from '../../src/client/chat-client.ts'
import { accessible, composer, focused, inSight, phone } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const stage = setStage({ place: 'Heron Press', people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz' } })

beforeAll(() =>
  stage.asSomebody('wei', (wei) =>
    stage.asSomebody('hannah', async (hannah) => {
      const { room } = await wei.request('room_create', { kind: 'open', name: '上海印厂' })
      await hannah.request('room_join', { room: room.id })
      const inPrinting = { room: room.id }
      await wei.request('message', { text: 'Does the 上海 museum let us quote their bird drawings?' })
      await hannah.request('message', { text: '从上海到崇明的车票我订好了', ...inPrinting })
      // So many that what was said before is not among the newest that are loaded.
      for (let line = 1; line <= 120; line += 1)
        await (line % 2 === 0 ? wei : hannah).request('message', {
          text: `Line ${line} about herons and egrets`,
        })
      await hannah.request('message', { text: '**Proofs** from 上海印厂 land on Wednesday', ...inPrinting })
      await indexed(wei)
    }),
  ),
)

test('what is typed is found in all rooms, marked, and opened by the keys where it was said', async () => {
  const page = await stage.openAs('wei')
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
  await focused(composer(page, 'Everyone'))
})

test('a room, a person and a time narrow it down, and pages come as one scrolls', async () => {
  const page = await stage.openAs('wei')
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
  await stage.asSomebody('wei', async (wei) => {
    const { room } = await wei.request('room_create', { kind: 'private', name: 'Contracts' })
    await wei.request('message', { room: room.id, text: 'A secret stork' })
    await indexed(wei)
  })
  const page = await stage.openAs('hannah')
  await page.keyboard.press('ControlOrMeta+Shift+F')
  await focused(field(page))

  await page.keyboard.type('stork')

  await page.getByText('No messages with stork. Only your rooms are searched.').waitFor()
  await page.getByRole('button', { name: 'Clear' }).click()
  await page.getByText('Words, the beginning of a word').waitFor()
})

test('on a phone, Back leads from the message to the results, as they were', async () => {
  const page = await stage.openAs('wei', phone)
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
  ['English', { locale: 'en-GB' }],
  ['简体中文', { locale: 'zh-CN' }],
  ['on a phone', phone],
] as const)('has nothing that axe finds fault with, light and dark: %s', async (_, device) => {
  const page = await stage.openAs('wei', device)
  await page.getByRole('navigation').first().waitFor()
  await page.evaluate('location.hash += (location.hash === "" ? "" : "&") + "over=search"')
  await field(page).fill('上海')
  await option(page, 0).waitFor()

  await accessible(page, 'search')
})

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

async function indexed(wei: ChatClient): Promise<void> {
  const isDone = async () => (await wei.request('search', { q: '' })).indexing !== true
  await vi.waitUntil(isDone, { timeout: 30_000 })
}
