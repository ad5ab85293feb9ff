import { expect, test } from 'vitest'
import type { ChatClient } from '../../src/client/chat-client.ts'
import { focused, inSight, messageOf, phone, said, say, write } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const stage = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz', linyue: '林悦' } })
const { asSomebody, openAs } = stage

test('a room with more news than a page opens at the first of it, and is read when its end is seen', async () => {
  const room = await longRoom('Long past', 0)
  await asSomebody('wei', (client) => client.request('message', { room, text: 'Before' }))
  await asSomebody('hannah', (client) => client.request('room_join', { room }))
  await asSomebody('wei', (client) => talk(client, { room, lines: 70 }))
  const page = await openAs('hannah')
  const row = page.getByRole('button', { name: /^Long past/ })

  await row.click()
  await inSight(page.getByRole('log').getByText('70 new'))
  await inSight(said(page, 'Line 1'))
  await page.getByRole('button', { name: /^Everyone/ }).click()
  await row.getByText('70 unread').waitFor()

  await row.click()
  await inSight(page.getByRole('log').getByText('70 new'))
  await page.getByRole('log').hover()
  await expect.poll(() => page.mouse.wheel(0, 2_000).then(() => said(page, 'Line 70').count())).toBe(1)
  await page.mouse.wheel(0, 2_000)
  await inSight(said(page, 'Line 70'))
  await page.getByRole('button', { name: /^Everyone/ }).click()
  await row.getByText('unread').waitFor({ state: 'detached' })
})

test('a phone that is turned keeps the end of the conversation in sight', async () => {
  const page = await openAs('wei', phone)
  await page.getByRole('button', { name: /^Everyone/ }).tap()
  for (let line = 1; line <= 12; line += 1) await say(page, `Line ${line} ${'and more '.repeat(15)}`)
  await say(page, 'The last line')
  await inSight(said(page, 'The last line'))

  await page.setViewportSize({ width: 320, height: 500 })

  await inSight(said(page, 'The last line'))
  await page.getByRole('button', { name: 'Back to now' }).waitFor({ state: 'detached' })
})

test('the link to a message opens the room around it, however far back it is', async () => {
  const room = await longRoom('Archive', 300)
  const context = { permissions: ['clipboard-read', 'clipboard-write'] }
  const wei = await openAs('wei', context)
  await wei.goto(`${stage.stack.http}/#room=${room}&at=17`)

  await inSight(said(wei, 'Line 17'))
  await focused(messageOf(wei, 'Line 17'))
  await messageOf(wei, 'Line 17').getByRole('button', { name: 'More' }).click()
  await wei.getByRole('menuitem', { name: 'Copy link' }).click()
  await wei.getByText('Link copied').waitFor()
  expect(await wei.evaluate('navigator.clipboard.readText()')).toBe(`${stage.stack.http}/#room=${room}&at=17`)
  await wei.getByRole('button', { name: 'Back to now' }).click()
  await inSight(said(wei, 'Line 300'))
})

test('a tap right after scrolling is a tap', async () => {
  const wei = await openAs('wei', phone)
  await wei.getByRole('button', { name: /^Everyone/ }).tap()
  for (let line = 1; line <= 6; line += 1) await say(wei, `Line ${line} ${'and more '.repeat(20)}`)
  await write(wei, 'https://example.org/ **pressed**')
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
  await write(hannah, 'Nine words, **weighed** each')
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

/** A room of wei's in which so many lines were said. */
function longRoom(name: string, lines: number): Promise<string> {
  return asSomebody('wei', async (client) => {
    const { room } = await client.request('room_create', { kind: 'open', name })
    await talk(client, { room: room.id, lines })
    return room.id
  })
}

async function talk(client: ChatClient, { room, lines }: { room: string; lines: number }): Promise<void> {
  const texts = Array.from({ length: lines }, (_, index) => `Line ${index + 1}`)
  // Some at once, which the server takes in this order; with too many it would say that it is too fast.
  while (texts.length > 0)
    await Promise.all(texts.splice(0, 20).map((text) => client.request('message', { room, text })))
}

interface PageElement {
  scrollBy(x: number, y: number): void
  addEventListener(type: string, listener: () => void, options: { once: boolean }): void
  lastChild: { getBoundingClientRect(): { left: number; top: number } }
  ownerDocument: { elementFromPoint(x: number, y: number): { closest(selector: string): unknown } | null }
}
