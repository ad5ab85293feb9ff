import { expect, test } from 'vitest'
import { accessible, arrived, composer, messageOf, phone, said, say, write } from '../helpers/chat-page.ts'
import { inTransaction } from '../helpers/people.ts'
import { setStage } from '../helpers/stage.ts'

const stage = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', linyue: '林悦' } })
const { asSomebody, openAs } = stage

test('a message that is refused says why and stays; tried again once it may, it arrives', async () => {
  const [hannah, wei] = [await openAs('hannah'), await openAs('wei')]
  mute('hannah', true)
  await write(hannah, 'May I speak?')

  const failed = messageOf(hannah, 'May I speak?')
  await failed.getByText('Not sent. You are muted in this room.').waitFor()
  await accessible(hannah, 'a failed message')
  await hannah.reload()
  await failed.getByText('Not sent. You are muted in this room.').waitFor()
  mute('hannah', false)
  await failed.getByRole('button', { name: 'Try again' }).click()

  await said(wei, 'May I speak?').waitFor()
  await failed.getByText('Not sent.').waitFor({ state: 'detached' })
  await arrived(hannah, 'May I speak?').waitFor()
})

test('what cannot be loaded without a connection says so, and takes nothing else with it', async () => {
  const wei = await openAs('wei')
  await say(wei, 'Still here')
  // By the focus: from under the pointer a row moves when the line about the connection comes.
  await messageOf(wei, 'Still here').focus()
  const more = messageOf(wei, 'Still here').getByRole('button', { name: 'More' })
  await more.waitFor()
  await wei.context().setOffline(true)
  const noConnection = wei.getByText('There is no connection right now.')
  await more.click()
  await noConnection.waitFor()
  await noConnection.waitFor({ state: 'detached' })
  await wei.getByRole('button', { name: 'Settings' }).click()
  await noConnection.waitFor()
  expect(await composer(wei).isVisible()).toBe(true)

  await wei.context().setOffline(false)
  await wei.getByRole('button', { name: 'Settings' }).click()

  await wei.getByRole('dialog', { name: 'Settings' }).waitFor()
})

test('a page from before an update says so where a part of it is gone', async () => {
  const wei = await openAs('wei')
  await wei.route(/assets\/settings-/, (route) => route.fulfill({ status: 404 }))

  await wei.getByRole('button', { name: 'Settings' }).click()

  await wei.getByText('This page is from before an update of the server. Reload it.').waitFor()
  expect(await composer(wei).isVisible()).toBe(true)
})

test('a message that is refused can be given up, in Chinese on a phone', async () => {
  const page = await openAs('linyue', { ...phone, locale: 'zh-CN' })
  await page.getByRole('button', { name: /^Everyone/ }).tap()
  mute('linyue', true)
  await write(page, '这句发不出去')
  await messageOf(page, '这句发不出去')
    .getByText(/^没有发出：/)
    .waitFor()

  await messageOf(page, '这句发不出去').getByRole('button', { name: '删除' }).tap()

  await said(page, '这句发不出去').waitFor({ state: 'detached' })
  mute('linyue', false)
})

test('what was on its way to a room that one was taken out of is there to be copied', async () => {
  const { room } = await asSomebody('wei', (client) =>
    client.request('room_create', { kind: 'open', name: 'Short-lived' }),
  )
  await asSomebody('hannah', (client) => client.request('room_join', { room: room.id }))
  const hannah = await openAs('hannah')
  await hannah.goto(`${stage.stack.http}/#room=${room.id}`)
  await composer(hannah, 'Short-lived').waitFor()
  await hannah.context().setOffline(true)
  await stage.withoutStack(() => write(hannah, 'Nobody will hear this'))

  await asSomebody('hannah', (client) => client.request('room_leave', { room: room.id }))
  await hannah.context().setOffline(false)

  await hannah.getByRole('heading', { name: "You're no longer in Short-lived." }).waitFor()
  await hannah.getByText('Nobody will hear this').waitFor()
})

test('what is written while the stack is away goes out once when it is back, and is not counted as missed', async () => {
  const [wei, hannah] = [await openAs('wei'), await openAs('hannah')]
  await stage.withoutStack(async () => {
    for (const page of [wei, hannah]) await page.context().setOffline(true)
    await write(hannah, 'Written in the tunnel')
    await write(hannah, 'And a second line')
    await hannah.getByText("You're offline. 2 messages will send when you're back.").waitFor()
  })

  await wei.context().setOffline(false)
  await wei.getByText('Back online', { exact: true }).waitFor()
  await say(wei, 'Where are you?')
  await hannah.context().setOffline(false)

  await hannah.getByText('Back online, 1 message caught up.').waitFor()
  await said(wei, 'And a second line').waitFor()
  await hannah.reload()
  for (const page of [wei, hannah]) {
    for (const line of ['Written in the tunnel', 'And a second line']) {
      await said(page, line).waitFor()
      expect(await said(page, line).count()).toBe(1)
    }
  }
})

test('two tabs of one person agree on what was said, once each, and on what was read', async () => {
  const first = await openAs('wei')
  const second = await first.context().newPage()
  await second.goto(stage.stack.http)
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
  await composer(second, 'Proofs').waitFor()
  await first.bringToFront()
  await say(hannah, 'For both tabs')
  await said(first, 'For both tabs').waitFor()
  await second.getByRole('button', { name: 'Everyone', exact: true }).waitFor()

  expect(await second.getByRole('button', { name: /^Everyone.*unread/ }).count()).toBe(0)
})

/** As a moderator's act leaves it in the database. */
function mute(username: string, on: boolean): void {
  inTransaction(stage.folder, ({ db }) =>
    db
      .prepare(
        'UPDATE memberships SET muted = ? WHERE account_id = (SELECT id FROM accounts WHERE username = ?)',
      )
      .run(on ? 1 : 0, username),
  )
}
