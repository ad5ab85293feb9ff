import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { accessible, arrived, composer, focused, logIn, phone, say } from '../helpers/chat-page.ts'
import { password } from '../helpers/people.ts'
import { geotaggedJpeg } from '../helpers/picture-corpus.ts'
import { setStage } from '../helpers/stage.ts'

const stage = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', linyue: '林悦' } })

test('a whole conversation goes without a mouse: room, invite, words, picture, settings', async () => {
  const page = await stage.newPage()
  await page.goto(stage.stack.http)
  await page.getByLabel('Username').press('w')
  await page.keyboard.type('ei')
  await page.keyboard.press('Tab')
  await page.keyboard.type(password)
  await page.keyboard.press('Enter')
  await composer(page, 'Everyone').waitFor()

  await pressOn(page, page.getByRole('button', { name: 'New', exact: true }))
  await pressOn(page, page.getByRole('menuitem', { name: 'New room' }), 'ArrowDown')
  await focused(page.getByLabel('Room name'))
  await page.keyboard.type('Page proofs')
  await page.keyboard.press('Enter')
  await focused(composer(page, 'Page proofs'))

  await pressOn(page, page.getByRole('button', { name: 'New', exact: true }))
  await pressOn(page, page.getByRole('menuitem', { name: 'Invite people' }), 'ArrowDown')
  await pressOn(page, page.getByRole('button', { name: 'Make a link' }))
  await focused(page.getByRole('button', { name: 'Copy link' }))
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  const chooser = page.waitForEvent('filechooser')
  await pressOn(page, page.getByRole('button', { name: 'Add pictures' }))
  await (await chooser).setFiles({ name: 'egret.jpg', mimeType: 'image/jpeg', buffer: await geotaggedJpeg() })
  await page.getByText('Location removed').waitFor()
  await tabTo(page, composer(page, 'Page proofs'))
  await page.keyboard.type('Plate 3')
  await page.keyboard.press('Enter')
  await arrived(page, 'Plate 3').waitFor()

  await pressOn(page, page.getByRole('button', { name: /^Picture from/ }), 'Shift+Tab')
  await page.getByRole('dialog', { name: 'Picture viewer' }).waitFor()
  await page.keyboard.press('Escape')
  await focused(page.getByRole('button', { name: /^Picture from/ }))

  await pressOn(page, page.getByRole('button', { name: 'Settings' }), 'Shift+Tab')
  await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
})

test('on a phone, Back leads from members to the room, to the list, and the list to another room', async () => {
  await stage.asSomebody('wei', async (wei) => {
    const { room } = await wei.request('room_create', { kind: 'open', name: 'Plates' })
    const picture = await wei.uploadImage(new Blob([new Uint8Array(await geotaggedJpeg())]))
    await wei.request('message', { room: room.id, text: '', image_ids: [picture.image_id] })
  })
  const page = await stage.openAs('wei', phone)
  await page.getByRole('button', { name: /^Everyone/ }).tap()
  await composer(page, 'Everyone').waitFor()
  await page.getByRole('button', { name: /Members/ }).tap()
  await page.getByRole('button', { name: 'Add people' }).waitFor()

  await page.goBack()
  await composer(page, 'Everyone').waitFor()
  await page.goBack()
  await page.getByRole('button', { name: /^Plates/ }).tap()
  await page.getByRole('button', { name: /^Picture from/ }).tap()
  await page.getByRole('dialog', { name: 'Picture viewer' }).waitFor()
  await page.goBack()
  await page.getByRole('dialog').waitFor({ state: 'detached' })

  await composer(page, 'Plates').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth')).toBe(true)
})

test('the interface speaks Chinese to whom the browser says so', async () => {
  const page = await stage.newPage({ locale: 'zh-CN' })
  await page.goto(stage.stack.http)
  await page.getByLabel('用户名').fill('hannah')
  await page.getByLabel('密码', { exact: true }).fill('not the password')
  await page.getByRole('button', { name: '登录' }).click()
  await page.getByText('用户名和密码对不上，请再试一次。').waitFor()
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()

  await page.getByRole('textbox', { name: '发消息到 Everyone' }).fill('九个字也行。')
  await page.keyboard.press('Enter')

  await arrived(page, '九个字也行。').waitFor()
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-Hans')
})

test('axe finds nothing on the main pages, light and dark', async () => {
  const page = await stage.newPage({ reducedMotion: 'reduce' })
  await page.goto(stage.stack.http)
  await page.getByRole('button', { name: 'Log in' }).waitFor()
  await accessible(page, 'log-in')
  await logIn(page, stage.stack, { username: 'wei' })
  await say(page, 'The last line')
  await page.getByRole('button', { name: 'Members', exact: true }).click()
  await page.getByRole('button', { name: 'Add people' }).waitFor()
  await accessible(page, 'room with its members')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('dialog', { name: 'Settings' }).waitFor()
  await accessible(page, 'settings')
})

/** Goes there with a key, as somebody without a mouse does, and fails where it leads nowhere. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let step = 0; step < 40; step += 1) {
    if (await isFocused(target)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Expected ${key} to lead to ${String(target)}`)
}

async function pressOn(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await tabTo(page, target, key)
  await page.keyboard.press('Enter')
}

async function isFocused(target: Locator): Promise<boolean> {
  return (await target.and(target.page().locator(':focus')).count()) > 0
}
