import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { type ChatClient, createChatClient } from '../../src/client/chat-client.ts'
import { sessionCookieName } from '../../src/protocol/http.ts'
import { launchBrowser } from './browser.ts'
import { composer } from './chat-page.ts'
import { password, type Settlers, sessionOf, settle } from './people.ts'
import { startStack, type TestStack } from './stack.ts'

/** A stack with its people, and a browser: one of each for all tests of a file. */
export interface Stage {
  readonly stack: TestStack
  readonly browser: Browser
  /** Where the stack lives. */
  readonly folder: string
  /** What the pages complained about; no test passes where one threw what it did not catch. */
  readonly complaints: readonly string[]
  /** A page of a browser profile of its own, where nobody is logged in. It closes with the test that opened it. */
  newPage: (options?: BrowserContextOptions) => Promise<Page>
  /** Logs somebody in on it, and opens the place. */
  enter: (page: Page, username: string) => Promise<void>
  /** Both; at a desk it resolves when there is a room to write in. */
  openAs: (username: string, options?: BrowserContextOptions) => Promise<Page>
  /** Somebody at another device. */
  asSomebody: <T>(username: string, act: (client: ChatClient) => Promise<T>) => Promise<T>
  /** Stops the stack, and starts it again on the same ports. */
  withoutStack: (act: () => Promise<void>) => Promise<void>
}

export interface StageOptions extends Partial<Settlers> {
  /** Without any, the owner's link is there to be used. */
  people?: Settlers['people']
  /** Settings that are known when the stack starts. */
  env?: () => Readonly<Record<string, string>>
}

/** Tests are quicker than people. */
const unhurried = Object.fromEntries(
  ['MESSAGES_PER_SECOND', 'MESSAGE_BURST', 'REQUESTS_PER_SECOND', 'REQUEST_BURST'].map((limit) => [
    `CHAT_STACK_LIMITS__${limit}`,
    '1000',
  ]),
)

/** A bound for what hangs: the machine may be busy with anything. */
const patienceMs = 30_000

const desk: BrowserContextOptions = { locale: 'en-GB', viewport: { width: 1440, height: 900 } }

/** For all tests of the file that calls it. */
export function setStage({ people, place, env = () => ({}) }: StageOptions = {}): Stage {
  let stack: TestStack
  let browser: Browser
  let folder: string
  const complaints: string[] = []
  const thrown: string[] = []
  const start = async (ports = {}) => {
    stack = await startStack({ folder, env: { ...unhurried, ...env(), ...ports } })
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chat-stack-stage-'))
    if (people !== undefined) await settle(folder, { people, ...(place !== undefined && { place }) })
    const launch = async () => {
      browser = await launchBrowser()
    }
    await Promise.all([start(), launch()])
  })
  closePagesOfEachTest(() => browser)
  afterEach(() => {
    expect(thrown.splice(0), 'what a page did not catch').toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await stack?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function newPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ ...desk, ...options })
    const page = await context.newPage()
    page.setDefaultTimeout(patienceMs)
    page.on('pageerror', (error) => thrown.push(error.stack ?? String(error)))
    listen(page, complaints)
    return page
  }

  async function enter(page: Page, username: string): Promise<void> {
    await page.context().addCookies([sessionCookie(stack, sessionOf(folder, username))])
    await page.goto(stack.http)
  }

  return {
    get stack() {
      return stack
    },
    get browser() {
      return browser
    },
    get folder() {
      return folder
    },
    complaints,
    newPage,
    enter,
    async openAs(username, options = {}) {
      const page = await newPage(options)
      await enter(page, username)
      if (options.isMobile !== true) await composer(page).waitFor()
      return page
    },
    async asSomebody(username, act) {
      const client = createChatClient({ url: stack.ws, httpUrl: stack.http })
      try {
        await client.login({ username, password })
        return await act(client)
      } finally {
        client.close()
      }
    },
    async withoutStack(act) {
      const { http, ws } = stack
      await stack.stop()
      await act()
      await start({ CHAT_STACK_HTTP__PORT: new URL(http).port, CHAT_STACK_WS__PORT: new URL(ws).port })
    },
  }
}

function sessionCookie(
  { http: url }: TestStack,
  value: string,
): Parameters<BrowserContext['addCookies']>[0][0] {
  return {
    name: sessionCookieName(Number(new URL(url).port)),
    value,
    url,
    httpOnly: true,
    sameSite: 'Strict',
  }
}

function listen(page: Page, complaints: string[]): void {
  page.on('console', (message) => {
    // A WebSocket that was cut is reported by the browser itself; the page mends it.
    if (message.type() === 'error' && !message.text().includes('WebSocket connection to'))
      complaints.push(message.text())
  })
}

/** With a picture of each where the test failed. What was open before the test stays open. */
function closePagesOfEachTest(browser: () => Browser): void {
  let earlier = new Set<unknown>()
  beforeEach(() => {
    earlier = new Set(browser().contexts())
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await photograph(browser(), task.name)
    for (const context of browser().contexts()) if (!earlier.has(context)) await context.close()
  })
}

async function photograph(browser: Browser, title: string): Promise<void> {
  const name = title.replaceAll(/\W+/g, '-').slice(0, 60)
  const pages = browser.contexts().flatMap((context) => context.pages())
  for (const [index, page] of pages.entries())
    await page.screenshot({ path: `test-results/${name}-${index}.png` }).catch(() => undefined)
}
