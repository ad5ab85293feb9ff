import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { accessible, composer, focused, messageOf, phone, said, say } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const { openAs } = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', linyue: '林悦' } })

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

test('what is deleted while one answers it is no longer shown above the answer', async () => {
  const wei = await openAs('wei')
  await say(wei, 'A secret that slips')
  const hannah = await openAs('hannah')
  await messageOf(hannah, 'A secret that slips').hover()
  await messageOf(hannah, 'A secret that slips').getByRole('button', { name: 'Reply' }).click()
  await hannah.getByText('Reply to Wei Zhang').waitFor()

  await messageOf(wei, 'A secret that slips').focus()
  await wei.keyboard.press('Delete')
  await wei.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()

  await hannah.getByText('This message was deleted', { exact: true }).waitFor()
  expect(await hannah.getByText('A secret that slips').count()).toBe(0)
})

test('with the keys alone: up to a message, react, join in, take it back, delete it', async () => {
  const wei = await openAs('wei')
  await say(wei, 'Reachable by keys')
  await wei.keyboard.press('Shift+Tab')
  while (!(await isOnMessage(wei, 'Reachable by keys'))) await wei.keyboard.press('Shift+Tab')
  await messageOf(wei, 'Reachable by keys').getByRole('toolbar').waitFor()

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

test('what can be done about somebody is reached with the keys alone, from what they said', async () => {
  const [wei, hannah] = [await openAs('wei'), await openAs('hannah')]
  await say(hannah, 'Who is this?')
  await said(wei, 'Who is this?').waitFor()
  const row = messageOf(wei, 'Who is this?')
  await row.focus()
  await row.getByRole('button', { name: 'More' }).press('Enter')

  await wei.getByRole('menuitem', { name: 'About Hannah Ortiz…' }).press('Enter')

  const menu = wei.getByRole('menu', { name: 'Actions for Hannah Ortiz' })
  await focused(menu.getByRole('menuitem', { name: 'Message Hannah Ortiz' }))
  await menu.getByRole('menuitem', { name: 'Mute' }).waitFor()
  await accessible(wei, 'menu about a person')
  await wei.keyboard.press('Escape')
  await menu.waitFor({ state: 'detached' })
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
    ['React', 'Reply', 'Pin for everyone', 'Copy text', 'Copy link', 'About Wei Zhang…'].map((label) =>
      expect.stringContaining(label),
    ),
  )

  await openMenu(wei, 'Said in haste')
  await wei.getByRole('menuitem', { name: 'Delete' }).click()
  await wei.getByRole('button', { name: 'Delete message' }).click()

  await said(hannah, 'Said in haste').waitFor({ state: 'detached' })
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
