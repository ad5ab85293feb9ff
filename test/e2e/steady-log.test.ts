import type { Page, WebSocketRoute } from 'playwright-core'
import { beforeAll, expect, test } from 'vitest'
import { inSight, phone, said } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const code = '```js\nfor (const heron of reeds) {\n  wait(heron)\n}\n```'
const sorts = [
  'Short.',
  'One of many words, '.repeat(30),
  '早上好！芦苇也清楚。'.repeat(12),
  code,
  '- one\n- two',
]

const stage = setStage({ people: { wei: 'Wei Zhang' } })
let room: string

beforeAll(async () => {
  room = await stage.asSomebody('wei', async (wei) => {
    const made = await wei.request('room_create', { kind: 'open', name: 'Long past' })
    for (let line = 1; line <= 160; line += 1) {
      const text = line % 3 === 0 ? sorts[line % 5]! : `Entry ${line}`
      await wei.request('message', { room: made.room.id, text })
    }
    return made.room.id
  })
})

test.each([
  { layout: 'a desktop', options: {} },
  { layout: 'a phone', options: phone },
])('a long room opens on $layout without anything moving', async ({ options }) => {
  const page = await stage.newPage(options)
  await watchShifts(page)
  await stage.enter(page, 'wei')
  const row = page.getByRole('button', { name: /^Long past/ })
  await row.waitFor()
  const before = await shiftOf(page)

  // A press would excuse what moves in the half second after it.
  await row.dispatchEvent('click')
  await inSight(said(page, 'Entry 160'))
  await page.evaluate('new Promise((resolve) => setTimeout(resolve, 400))')

  expect((await shiftOf(page)) - before).toBeLessThan(0.01)
})

test('one press leads back to now while a page is still under way', async () => {
  const page = await stage.newPage()
  const line = await slowLine(page)
  await stage.enter(page, 'wei')
  await page.goto(`${stage.stack.http}/#room=${room}&at=1`)
  await inSight(said(page, 'Entry 1'))
  line.hold()
  await page.getByRole('log').hover()
  await expect.poll(() => page.mouse.wheel(0, 3_000).then(() => line.held())).toBe(1)

  await page.getByRole('button', { name: 'Back to now' }).click()
  line.release()

  await inSight(said(page, 'Entry 160'))
  await page.getByRole('button', { name: 'Back to now' }).waitFor({ state: 'detached' })
})

/** Adds up how far what one looks at has moved by itself, as the browser measures it. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(`
    window.shift = 0
    const add = (list) => { for (const { value } of list.getEntries()) window.shift += value }
    new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true })
  `)
}

function shiftOf(page: Page): Promise<number> {
  return page.evaluate<number>('window.shift')
}

/** Pages of history can be held back on their way from the server. */
async function slowLine(page: Page) {
  const waiting: (() => void)[] = []
  let isHolding = false
  await page.routeWebSocket(/./, (route: WebSocketRoute) => {
    const server = route.connectToServer()
    server.onMessage((message) => {
      if (isHolding && String(message).includes('"history_response"')) waiting.push(() => route.send(message))
      else route.send(message)
    })
  })
  return {
    hold: () => {
      isHolding = true
    },
    held: () => waiting.length,
    release: () => {
      isHolding = false
      for (const send of waiting.splice(0)) send()
    },
  }
}
