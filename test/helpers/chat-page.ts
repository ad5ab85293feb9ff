import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect, onTestFailed } from 'vitest'
import type { TestStack } from './stack.ts'

export const password = 'a heron in the reeds'
export const phone: BrowserContextOptions = {
  viewport: { width: 360, height: 780 },
  isMobile: true,
  hasTouch: true,
}

/** Accounts with one password; the first owns the place. */
export async function addPeople(stack: TestStack, people: Readonly<Record<string, string>>): Promise<void> {
  for (const [index, [username, name]] of Object.entries(people).entries()) {
    const role = index === 0 ? 'owner' : 'member'
    const add = ['user', 'add', username, '--role', role, '--display-name', name, '--password-stdin']
    const { exitCode, stderr } = await stack.run(add, `${password}\n`)
    if (exitCode !== 0) throw new Error(stderr)
  }
}

/** A page of a browser of its own, with a picture of it where the test fails. */
export async function newPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const desktop = { locale: 'en-GB', viewport: { width: 1440, height: 900 } }
  const context = await browser.newContext({ ...desktop, ...options })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  onTestFailed(async ({ task }) => {
    const name = task.name.replaceAll(/\W+/g, '-').slice(0, 60)
    await page.screenshot({ path: `test-results/${name}.png` }).catch(() => undefined)
  })
  return page
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

export function composer(page: Page): Locator {
  return page.locator('#composer')
}

/** Resolves when the log shows it. */
export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text)
  await composer(page).press('Enter')
  await said(page, text).waitFor()
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
  await expect.poll(isInside, { timeout: 5_000 }).toBe(true)
}

/** Axe finds nothing, in light and in dark. */
export async function accessible(page: Page, where: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Without frames there is no need of the second page that axe would open to gather what it found in each.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    expect(found, `${where}, ${colorScheme}`).toEqual([])
  }
}
