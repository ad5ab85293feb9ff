import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { password } from './people.ts'
import type { TestStack } from './stack.ts'

export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 780 },
  isMobile: true,
  hasTouch: true,
}

export async function logIn(
  page: Page,
  stack: TestStack,
  { username, secret = password }: { username: string; secret?: string },
): Promise<void> {
  await page.goto(stack.http)
  await page.getByLabel(/^(?:Username|用户名)$/).fill(username)
  await page.getByLabel(/^(?:Password|密码)$/).fill(secret)
  await page.getByRole('button', { name: /^(?:Log in|登录)$/ }).click()
}

/** Of that room, or of the one that is open. */
export function composer(page: Page, room?: string): Locator {
  return room === undefined
    ? page.locator('#composer')
    : page.getByRole('textbox', { name: `Message ${room}` })
}

/** Resolves when the message has arrived at the server: what is on its way shows, but there is nothing to do with it. */
export async function say(page: Page, text: string): Promise<void> {
  await write(page, text)
  await arrived(page, text).waitFor()
}

/** What is sent once it can be, and shows until then. */
export async function write(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
}

/** Words that the server has, wherever they were written. */
export function arrived(page: Page, text: string): Locator {
  return page.getByRole('log').locator('article:not([data-delivery])').getByText(text, { exact: true })
}

export function said(page: Page, text: string): Locator {
  return page.getByRole('log').getByText(text, { exact: true })
}

/** The whole of a message, with what stands about it. */
export function messageOf(page: Page, text: string): Locator {
  return page.locator('[data-row]', { has: page.getByText(text, { exact: true }) })
}

export async function focused(target: Locator): Promise<void> {
  await target.and(target.page().locator(':focus')).waitFor()
}

/** Until it is between the edges of the log. */
export async function inSight(target: Locator): Promise<void> {
  const isInside = async () => {
    const [inner, outer] = [await target.boundingBox(), await target.page().getByRole('log').boundingBox()]
    if (inner === null || outer === null) return false
    return inner.y >= outer.y && inner.y + inner.height <= outer.y + outer.height + 1
  }
  await target.waitFor()
  await expect.poll(isInside).toBe(true)
}

/** Axe finds nothing, in light and in dark, where all but the colours is the same. */
export async function accessible(page: Page, where: string): Promise<void> {
  await pleasesAxe(page, { where, colorScheme: 'light' })
  await pleasesAxe(page, { where, colorScheme: 'dark', rules: ['color-contrast'] })
}

interface Look {
  where: string
  colorScheme: 'light' | 'dark'
  /** All, where there are none. */
  rules?: string[]
}

async function pleasesAxe(page: Page, { where, colorScheme, rules }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  // Without frames there is no need of the second page that axe would open to gather what it found in each.
  const axe = new AxeBuilder({ page }).setLegacyMode()
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze()
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
  expect(found, `${where}, ${colorScheme}`).toEqual([])
}
