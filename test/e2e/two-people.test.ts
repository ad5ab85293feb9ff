import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { decoded } from '../helpers/browser.ts'
import { composer, said, say } from '../helpers/chat-page.ts'
import { geotaggedJpeg } from '../helpers/picture-corpus.ts'
import { setStage } from '../helpers/stage.ts'

const stage = setStage({ env: () => ({ CHAT_STACK_AUTH__REGISTRATION: 'invite' }) })
let wei: Page
let hannah: Page

beforeAll(async () => {
  wei = await stage.newPage()
  hannah = await stage.newPage()
})

test('the one-time link makes the owner, who names the place', async () => {
  await wei.goto(stage.stack.ownerLink!)
  await wei.getByLabel('What should the place be called?').fill('Heron Press')
  await wei.getByLabel('Username').fill('wei')
  await wei.getByLabel('Password', { exact: true }).fill('a heron in the reeds')
  await wei.getByRole('button', { name: 'Open Heron Press' }).click()

  await composer(wei, 'Everyone').waitFor()
  expect(wei.url()).not.toContain('claim')
})

test('the owner invites a second person, who joins by the link', async () => {
  await wei.getByRole('button', { name: 'New', exact: true }).click()
  await wei.getByRole('menuitem', { name: 'Invite people' }).click()
  await wei.getByRole('button', { name: 'Make a link' }).click()
  const invite = await wei.getByLabel('Invite link').inputValue()
  expect(invite).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#invite=/)
  await wei.keyboard.press('Escape')

  await hannah.goto(invite)
  await hannah.getByLabel('Username').fill('hannah')
  await hannah.getByLabel('Password', { exact: true }).fill('cake on wednesdays')
  await hannah.getByRole('button', { name: 'Join' }).click()

  await composer(hannah, 'Everyone').waitFor()
})

test('they chat both ways', async () => {
  await say(wei, 'Proof 14 looks right to me.')
  await said(hannah, 'Proof 14 looks right to me.').waitFor()
  await say(hannah, '九个字也行。')
  await said(wei, '九个字也行。').waitFor()

  for (const page of [wei, hannah])
    expect(await page.getByRole('log').getByText('九个字也行。').count()).toBe(1)
})

test('a photo that says where it was taken arrives without that, as a thumbnail that opens', async () => {
  const photo = join(stage.folder, 'heron.jpg')
  await writeFile(photo, await geotaggedJpeg())
  await wei.locator('input[type=file]').setInputFiles(photo)
  await wei.getByText('Location removed').waitFor()
  await say(wei, 'Little egret, low tide')

  const picture = hannah.getByRole('log').getByRole('img').last()
  await picture.waitFor()
  expect(await decoded(picture)).toMatchObject({ width: 360, height: 480 })
  await picture.click()
  const large = hannah.getByRole('dialog').getByRole('img').first()
  await large.waitFor()
  const { src: url } = await decoded(large)
  const stored = await hannah.request.get(url)
  const metadata = await sharp(await stored.body()).metadata()
  expect(metadata).toMatchObject({ format: 'webp', width: 480, height: 640 })
  expect(metadata.exif).toBeUndefined()
  expect((await fetch(url)).status).toBe(401)
  await hannah.keyboard.press('Escape')
})

test('kill -9 of the WebSocket server in the middle of typing loses no letter, and what is sent meanwhile arrives once', async () => {
  const box = composer(hannah, 'Everyone')
  await box.pressSequentially('Spine is 11.5 mm')
  const before = await stage.stack.childPid('ws')
  process.kill(before, 'SIGKILL')
  await box.pressSequentially(', from the binder')
  await box.press('Enter')

  await said(wei, 'Spine is 11.5 mm, from the binder').waitFor()
  expect(await stage.stack.childPid('ws')).not.toBe(before)
  await say(wei, 'Good.')
  await said(hannah, 'Good.').waitFor()
  for (const page of [wei, hannah]) {
    expect(await page.getByRole('log').getByText('Spine is 11.5 mm, from the binder').count()).toBe(1)
  }
})

test('after a reload the history is there, and nobody has to log in again', async () => {
  await hannah.reload()

  await said(hannah, 'Proof 14 looks right to me.').waitFor()
  await said(hannah, '九个字也行。').waitFor()
  await said(hannah, 'Good.').waitFor()
  expect(await hannah.getByRole('log').getByRole('img').count()).toBeGreaterThan(0)
})

test('a user who is disabled on the command line is out of the open page', async () => {
  const { exitCode } = await stage.stack.run(['user', 'disable', 'hannah'])

  expect(exitCode).toBe(0)
  await hannah.getByText('This account was disabled.').waitFor()
  await hannah.getByRole('button', { name: 'Log in' }).waitFor()
})

test('the pages complained about nothing', () => {
  expect(stage.complaints).toEqual([])
})
