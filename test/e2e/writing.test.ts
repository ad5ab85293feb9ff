import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { arrived, composer, messageOf, said, say, write } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const { openAs } = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', linyue: '林悦' } })

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
  await arrived(wei, '@linyue').waitFor()
})

test('what is too long is said before it is sent, and stays to be cut', async () => {
  const hannah = await openAs('hannah')
  const tooLong = '鹭'.repeat(6_000)
  await write(hannah, tooLong)

  await hannah.getByText('This message is too long. Split it in two.').waitFor()
  expect(await composer(hannah).inputValue()).toBe(tooLong)
  await composer(hannah).fill('')
})

test('a picture that is none is refused in words, and holds nothing else up', async () => {
  const page = await openAs('hannah')
  const buffer = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  const fake = { name: 'drawing.png', mimeType: 'image/png', buffer }
  await page.locator('input[type=file]').setInputFiles(fake)
  await page.getByRole('alert').getByText('Not a picture: JPEG, PNG, WebP or GIF').waitFor()

  await write(page, 'Without a picture, then')
  await page.getByText('A picture was not uploaded.').waitFor()
  await page.getByRole('button', { name: 'Remove drawing.png' }).click()
  await composer(page).press('Enter')

  await arrived(page, 'Without a picture, then').waitFor()
})

async function editLast(page: Page): Promise<void> {
  await composer(page).press('ArrowUp')
  await page.getByText('Edit your message').waitFor()
}
