import { beforeAll, expect, test } from 'vitest'
import { accessible, composer, focused, said } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const small = { viewport: { width: 1280, height: 520 } }

const stage = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', marco: 'Marco Bellini' } })
const { asSomebody, openAs } = stage

beforeAll(async () => {
  const wei = await asSomebody('wei', async (client) => {
    for (let shelf = 1; shelf <= 24; shelf += 1)
      await client.request('room_create', { kind: 'open', name: `Shelf ${shelf}` })
    return client.getState().account!.user_id
  })
  for (const [username, text] of [
    ['marco', 'Goodbye'],
    ['hannah', 'Are you there?'],
  ] as const)
    await asSomebody(username, async (client) => {
      const { room } = await client.request('dm_open', { user_ids: [wei] })
      await client.request('message', { room: room.id, text })
    })
  await stage.stack.run(['user', 'remove', 'marco', '--yes'])
})

test('what is new below the fold of the list is told at its edge, and one press leads there', async () => {
  const page = await openAs('wei', small)
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
  await asSomebody('hannah', (hannah) => {
    const direct = [...hannah.getState().rooms.values()].find(({ room }) => room.kind === 'direct')!
    return hannah.request('message', { room: direct.room.id, text: 'One more thing' })
  })
  const page = await openAs('wei', small)

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
  const page = await openAs('wei', { ...small, locale: 'zh-CN' })

  await page.getByRole('button', { name: /已移除的用户/ }).click()

  await page.getByRole('heading', { name: '已移除的用户' }).waitFor()
  await page.getByRole('textbox', { name: '发消息到 已移除的用户' }).waitFor()
  await page.getByRole('log').getByText('已移除的用户', { exact: true }).waitFor()
})

test('what is typed before the field of Search or jump to is there stands in it, and is sent nowhere', async () => {
  const page = await openAs('wei')
  let deliver: () => void = () => undefined
  const typed = new Promise<void>((resolve) => {
    deliver = resolve
  })
  await page.route(/\/jump-[^/]*\.js$/, async (route) => {
    await typed
    await route.continue()
  })
  await composer(page).focus()
  await page.keyboard.press('ControlOrMeta+K')
  await page.keyboard.type('shelf 177')
  await page.keyboard.press('Backspace')
  await page.keyboard.press('Enter')
  deliver()

  const field = page.getByRole('combobox', { name: 'A room, a person, or words from a message' })
  await focused(field)
  expect(await field.inputValue()).toBe('shelf 17')
  expect(await composer(page).inputValue()).toBe('')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Shelf 17' }).waitFor()
})

test('Search or jump to leads to a room by its name, and with words that name none to the messages', async () => {
  const page = await openAs('wei')
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
