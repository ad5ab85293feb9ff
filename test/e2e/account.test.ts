import { expect, test } from 'vitest'
import { accessible, composer, focused, logIn, phone } from '../helpers/chat-page.ts'
import { password } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

const better = 'two herons in the reeds'

const stage = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', linyue: '林悦' } })
const { openAs } = stage

test('a password is changed with the keys alone; the other device is out, and the new one opens the door', async () => {
  const [here, there] = [await openAs('wei'), await openAs('wei')]
  await here.getByRole('button', { name: 'Settings' }).press('Enter')
  await here.getByRole('button', { name: 'Change password' }).press('Enter')
  await here.getByLabel('Current password').focus()
  await here.keyboard.type('not my password')
  await here.getByLabel('New password').focus()
  await here.keyboard.type(better)
  await here.keyboard.press('Enter')
  await here.getByText('That is not your current password.').waitFor()
  await focused(here.getByLabel('Current password'))
  await here.keyboard.press('ControlOrMeta+A')
  await here.keyboard.type(password)
  await here.keyboard.press('Enter')

  await here.getByText('Password changed, other devices logged out').waitFor()
  await there.getByText('The password was changed. Log in with the new one.').waitFor()
  await logIn(there, stage.stack, { username: 'wei', secret: better })
  await composer(there).waitFor()
  expect(await composer(here).isVisible()).toBe(true)
})

test('the fields say to a password manager what they are', async () => {
  const page = await openAs('hannah')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByLabel('Current password').waitFor()
  const form = page.getByRole('dialog').locator('form')

  const kinds = await form
    .locator('input')
    .evaluateAll((inputs) =>
      inputs.map((input) => (input as unknown as { autocomplete: string }).autocomplete),
    )

  expect(kinds).toEqual(['username', 'current-password', 'new-password'])
  await accessible(page, 'change password')
})

test('one device is logged out from another, then all the others', async () => {
  const here = await openAs('hannah')
  const others = [await openAs('hannah'), await openAs('hannah'), await openAs('hannah')]
  await here.getByRole('button', { name: 'Settings' }).click()
  await here.getByRole('button', { name: 'Devices' }).click()
  await here.getByText('This device').waitFor()
  await accessible(here, 'devices')
  const before = await here.getByRole('button', { name: /^Log out .+ on / }).count()

  await here
    .getByRole('button', { name: /^Log out .+ on / })
    .first()
    .click()
  await here.getByText('Device logged out').waitFor()
  await expect.poll(() => here.getByRole('button', { name: /^Log out .+ on / }).count()).toBe(before - 1)
  await here.getByRole('button', { name: /^Log out the/ }).click()

  for (const other of others) await other.getByText('You were logged out on this device.').waitFor()
  expect(await here.getByRole('dialog').getByText('This device').isVisible()).toBe(true)
})

test('on a phone, in Chinese, both fit', async () => {
  const page = await openAs('linyue', { ...phone, locale: 'zh-CN' })
  const fits = 'document.documentElement.scrollWidth <= window.innerWidth'
  await page.getByRole('button', { name: '我', exact: true }).tap()
  await page.getByRole('button', { name: '设备' }).tap()
  await page.getByText('这台设备').waitFor()
  expect(await page.evaluate(fits)).toBe(true)
  await page.getByRole('button', { name: '关闭' }).tap()
  await page.getByRole('button', { name: '我', exact: true }).tap()
  await page.getByRole('button', { name: '修改密码' }).tap()
  await page.getByLabel('当前密码').fill('不对的密码')
  await page.getByLabel('新密码').fill('苇丛里的两只白鹭')
  await page.getByRole('button', { name: '修改密码' }).last().tap()

  await page.getByText('至少').first().waitFor()
  expect(await page.evaluate(fits)).toBe(true)
})
