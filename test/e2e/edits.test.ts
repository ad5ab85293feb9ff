import type { Page, WebSocketRoute } from 'playwright-core'
import { expect, test } from 'vitest'
import { composer, focused, messageOf, said, say } from '../helpers/chat-page.ts'
import { setStage } from '../helpers/stage.ts'

const stage = setStage({ people: { wei: 'Wei Zhang', hannah: 'Hannah Ortiz' } })

test('another wording that is half written is there after a reload, and can be saved', async () => {
  const page = await stage.openAs('wei')
  await say(page, 'Twelve words')
  await edit(page, 'Twelve words', 'Nine words')

  await page.reload()

  const field = page.getByRole('textbox', { name: 'Edit your message' })
  await expect.poll(() => field.inputValue()).toBe('Nine words')
  await field.press('Enter')
  await messageOf(page, 'Nine words').getByText('Edited').waitFor()
  await composer(page)
    .and(page.getByRole('textbox', { name: 'Message Everyone' }))
    .waitFor()
})

test('another wording that is saved without a connection waits for one, over a reload of the page', async () => {
  const page = await stage.newPage()
  const line = await cuttableLine(page)
  await stage.enter(page, 'wei')
  await say(page, 'To the printer on Monday')
  await edit(page, 'To the printer on Monday', 'To the printer on Tuesday')
  line.cut()
  await page.keyboard.press('Enter')
  await page.getByText("Not saved yet: you're offline. It is saved when you're back.").waitFor()
  expect(await composer(page).inputValue()).toBe('To the printer on Tuesday')

  line.mend()
  await page.reload()

  await messageOf(page, 'To the printer on Tuesday').getByText('Edited').waitFor()
  await page.getByRole('textbox', { name: 'Message Everyone' }).waitFor()
})

test('another wording that was changed after it was saved in vain waits for its writer', async () => {
  const page = await stage.newPage()
  const line = await cuttableLine(page)
  await stage.enter(page, 'wei')
  await say(page, 'Blue on page 9')
  await edit(page, 'Blue on page 9', 'Blue on page 10')
  line.cut()
  await page.keyboard.press('Enter')
  const waits = page.getByText("Not saved yet: you're offline. It is saved when you're back.")
  await waits.waitFor()
  await page.keyboard.type(' and')
  await waits.waitFor({ state: 'detached' })

  await page.getByText(/^Reconnecting/).waitFor()
  line.mend()
  await page.getByText('Back online', { exact: true }).waitFor()

  expect(await composer(page).inputValue()).toBe('Blue on page 10 and')
  expect(await said(page, 'Blue on page 9').count()).toBe(1)
})

test('what is half written is not there for the next who comes to the tab, however that was', async () => {
  const page = await stage.openAs('wei')
  await say(page, 'Between us')
  await composer(page).fill('A draft')
  await edit(page, 'Between us', 'Between the two of us')

  // As where one logged out, and the other logged in, while this tab was elsewhere.
  await page.goto('about:blank')
  await stage.enter(page, 'hannah')

  const field = page.getByRole('textbox', { name: 'Message Everyone' })
  await composer(page).and(field).waitFor()
  expect(await field.inputValue()).toBe('')
  expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toMatch(/A draft|the two of us/)
})

test('an edit that was not saved does not go for an answer to another message', async () => {
  const page = await stage.openAs('wei')
  await say(page, 'One')
  await say(page, 'Another')
  await edit(page, 'One', 'One and a half')

  await messageOf(page, 'Another').focus()
  await page.keyboard.press('r')

  await page.getByText('Save or leave your other edit first.').waitFor()
  expect(await composer(page).inputValue()).toBe('One and a half')
})

async function edit(page: Page, text: string, wording: string): Promise<void> {
  // What is still on its way shows no time, and cannot be edited.
  await messageOf(page, text).locator('time').waitFor({ state: 'attached' })
  await messageOf(page, text).focus()
  await page.keyboard.press('e')
  const field = page.getByRole('textbox', { name: 'Edit your message' })
  await focused(field)
  await field.fill(wording)
}

/** A page whose WebSocket can be cut, and cannot be had again until it is mended. */
async function cuttableLine(page: Page) {
  const open = new Set<WebSocketRoute>()
  let isCut = false
  await page.routeWebSocket(/./, (route) => {
    if (isCut) {
      void route.close({ code: 1012 })
      return
    }
    open.add(route)
    const server = route.connectToServer()
    // The close takes a moment to be heard of, in which nothing goes through any more.
    route.onMessage((message) => {
      if (!isCut) server.send(message)
    })
  })
  return {
    cut: () => {
      isCut = true
      for (const route of open) void route.close({ code: 1012 })
      open.clear()
    },
    mend: () => {
      isCut = false
    },
  }
}
